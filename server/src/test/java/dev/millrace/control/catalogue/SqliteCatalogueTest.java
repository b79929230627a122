package dev.millrace.control.catalogue;

final class SqliteCatalogueTest extends CatalogueContract {
    SqliteCatalogueTest() {
        super(Place.SQLITE);
    }
}
