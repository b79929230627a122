package dev.millrace.rules;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Makes class files that break the rules, so that the rules can be seen to notice.
final class InMemoryCompiler {
    private InMemoryCompiler() {}

    /// The class file of a type with one member, in a package of ours.
    static byte[] compile(String packageName, String member) {
        String text =
                "package dev.millrace.%s; class Planted { %s }".formatted(packageName, member);
        var source = new SourceText("Planted.java", text, false);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var output = new Output(compiler.getStandardFileManager(null, null, null));
        var options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        if (!compiler.getTask(null, output, null, options, null, List.of(source)).call()) {
            throw new IllegalArgumentException("does not compile: " + text);
        }
        return output.bytes.toByteArray();
    }

    /// Keeps the one class file that is written.
    private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(StandardJavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
