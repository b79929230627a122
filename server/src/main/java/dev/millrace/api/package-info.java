/// The REST API, metrics and health for programs, and the page for people.
///
/// `openapi.yaml` beside this describes every answer; a test holds the answers against it.
///
/// - Threads: handlers run on any thread; what they answer is made anew each time.
/// - Imports: everything but `app` and `config`.
@NullMarked
package dev.millrace.api;

import org.jspecify.annotations.NullMarked;
