/// What MP4 is made of: boxes within boxes, and how much of them we are willing to hold. ISO/IEC
/// 14496-12, 4.2.
///
/// - Threads: values, and walks that belong to the thread that made them.
/// - Imports: `bytes`.
@NullMarked
package dev.millrace.mp4.box;

import org.jspecify.annotations.NullMarked;
