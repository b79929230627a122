/// What a publisher may take: bits a second, and the size of its picture.
///
/// - Way in: [dev.millrace.limit.PublisherLimits]
/// - Threads: the housekeeper's
/// - Imports: `channel` for who publishes, `codec` for the size of pictures, `media` for names,
///   `net` for being called
@NullMarked
package dev.millrace.limit;

import org.jspecify.annotations.NullMarked;
