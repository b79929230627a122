/// Tests of [dev.millrace.client.source].
@NullMarked
package dev.millrace.client.source;

import org.jspecify.annotations.NullMarked;
