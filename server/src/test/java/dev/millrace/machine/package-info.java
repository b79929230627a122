/// Tests of [dev.millrace.machine].
@NullMarked
package dev.millrace.machine;

import org.jspecify.annotations.NullMarked;
