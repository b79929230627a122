/// JSON, written and read without data binding, which a small device has no memory for.
///
/// - Way in: [dev.millrace.json.Json] writes, [dev.millrace.json.JsonObject] reads
/// - Threads: any; a value belongs to nobody
/// - Imports: nothing
@NullMarked
package dev.millrace.json;

import org.jspecify.annotations.NullMarked;
