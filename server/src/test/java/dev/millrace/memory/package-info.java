/// Tests of [dev.millrace.memory].
@NullMarked
package dev.millrace.memory;

import org.jspecify.annotations.NullMarked;
