package dev.millrace.control.catalogue;

final class PostgresqlSegmentsTest extends SegmentContract {
    PostgresqlSegmentsTest() {
        super(Place.POSTGRESQL);
    }
}
