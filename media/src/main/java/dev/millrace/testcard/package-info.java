/// A moving test picture with a clock, and a beep each second, encoded here without FFmpeg: what
/// `serve --demo` shows, load generators publish, and tests compare.
///
/// The picture is drawn on a [Canvas] by [CardDesign], and becomes H.264 in [PictureEncoder]: one
/// kind of intra macroblock where something changed, a skip where nothing did. The sound comes from
/// [Beep] and becomes AAC in [AacEncoder]. Both streams are the same bytes on every machine.
///
/// - Threads: a [TestCard] belongs to one thread; everything it hands out is immutable.
/// - Imports: `bytes`, `media`, `codec`.
@NullMarked
package dev.millrace.testcard;

import org.jspecify.annotations.NullMarked;
