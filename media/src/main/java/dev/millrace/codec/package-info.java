/// Configuration records and headers of the codecs. [Codec] is sealed: a switch over it without a
/// default names every place that must learn about a new one, and none of them is the bus.
///
/// - Threads: immutable values and pure functions.
/// - Imports: `bytes`, `media`.
@NullMarked
package dev.millrace.codec;

import org.jspecify.annotations.NullMarked;
