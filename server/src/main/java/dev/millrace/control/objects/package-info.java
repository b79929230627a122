/// Where a control node keeps what is recorded: a folder, or a bucket that speaks S3.
///
/// - Way in: [dev.millrace.control.objects.ObjectStores],
///   [dev.millrace.control.objects.ObjectStore]
/// - Threads: any
/// - Imports: `segment`, `machine` for what is on the disk for good
@NullMarked
package dev.millrace.control.objects;

import org.jspecify.annotations.NullMarked;
