package dev.millrace.rules;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/// A source file as the compiler's parser takes it.
final class SourceText extends SimpleJavaFileObject {
    private final String name;
    private final String text;
    private final boolean isTest;

    /// @param name for people
    SourceText(String name, String text, boolean isTest) {
        super(URI.create("string:///A.java"), Kind.SOURCE);
        this.name = name;
        this.text = text;
        this.isTest = isTest;
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    boolean isTest() {
        return isTest;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
