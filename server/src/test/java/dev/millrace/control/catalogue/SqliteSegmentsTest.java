package dev.millrace.control.catalogue;

final class SqliteSegmentsTest extends SegmentContract {
    SqliteSegmentsTest() {
        super(Place.SQLITE);
    }
}
