/// Recording: channels written to files, as FLV or fragmented MP4.
///
/// - Way in: [dev.millrace.dvr.Dvr], which knows what is being recorded
/// - Files: [dev.millrace.dvr.FlvFile] and [dev.millrace.dvr.Mp4File] write what a
///   [dev.millrace.dvr.Recorder] reads; [dev.millrace.dvr.RecordingFolder] has what is finished;
///   [dev.millrace.dvr.FlvLayout] says how an FLV is played as MP4
/// - Threads: a platform one for each channel that is recorded, since a disk that hangs must not
///   hold those that virtual threads share; one more for mending and deleting files
/// - Imports: the formats, `channel`, `net`, `machine`
@NullMarked
package dev.millrace.dvr;

import org.jspecify.annotations.NullMarked;
