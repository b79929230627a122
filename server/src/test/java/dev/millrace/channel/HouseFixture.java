package dev.millrace.channel;

import org.junit.jupiter.api.AfterEach;

/// A house for each test, which has to be empty when that is over.
abstract class HouseFixture {
    final House house = new House();

    @AfterEach
    final void everythingIsGivenBack() {
        house.channels.close("the test is over");
        Eventually.holds("no memory held", () -> house.budget.bytesUsed() == 0);
    }
}
