package dev.millrace.control.catalogue;

final class PostgresqlCatalogueTest extends CatalogueContract {
    PostgresqlCatalogueTest() {
        super(Place.POSTGRESQL);
    }
}
