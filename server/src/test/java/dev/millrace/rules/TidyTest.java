package dev.millrace.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TidyTest {
    private static final int PACKAGE_FILES_MAX = 30;

    /// A file, and what must be said about it; nothing if it is fine.
    static final List<Arguments> PLANTED =
            List.of(
                    arguments(
                            "class A {\n" + "\n".repeat(499) + "}",
                            "A:500: the file has 501 lines"),
                    arguments(
                            "class A {\n//" + " ".repeat(99) + "\n}", "A:2: the line has 101 col"),
                    arguments("class A {\n// TO" + "DO later\n}", "A:2: unfinished work is not"),
                    arguments("class A {\n// https://a/" + "b".repeat(99) + "\n}", ""),
                    arguments("class A {}\nclass B {}", "A:2: one type a file; give this one its"),
                    arguments(
                            "class A {\n\nvoid m() {\n" + "int a;\n".repeat(59) + "}\n}",
                            "A:3: m has 61 lines, at most 60"),
                    arguments("class A {\nvoid m() {\n" + "int a;\n".repeat(58) + "}\n}", ""),
                    arguments(
                            "class A { void m(int a, int b, int c, int d, int e, int f) {} }",
                            "A:1: m has 6 parameters, at most 5"),
                    arguments("class A { A(int a, int b, int c, int d, int e, int f) {} }", ""),
                    arguments(
                            "class A { @ParameterizedTest void m(int a, int b, int c, int d, int e,"
                                    + " int f) {} }",
                            ""),
                    arguments("class A { String pattern = \"SSS XX" + "X\"; }", ""),
                    arguments(
                            "class A { A(int a, int b, int c, int d, int e, int f, int g) {} }",
                            "A:1: <init> has 7 parameters, at most 6"),
                    arguments("record A(int a, int b, int c, int d, int e, int f, int g) {}", ""),
                    arguments(
                            "record A(int a, int b, int c, int d, int e, int f, int g) { A {} }",
                            ""),
                    arguments(
                            "class A { void m() {\n if (a) { for (;;) { try { b(); } finally {\n"
                                    + " while (c) { d(); } } } } } }",
                            "A:3: statements are nested 4 deep, at most 3"),
                    arguments(
                            "class A { int m() { if (a) { for (;;) { switch (b) { default -> c();"
                                    + " } } } } }",
                            ""),
                    arguments(
                            "class A { void m() { if (a) {} else if (b) {} else if (c) {}"
                                    + " else if (d) { e(); } } }",
                            ""),
                    arguments(
                            "class A { void m() { if (a) { for (;;) { if (b) { new C() { void"
                                    + " d() { if (e) {} } }; } } } } }",
                            ""),
                    arguments("\npublic class A {}", "A:2: A is public and needs a /// line"),
                    arguments("\n/// What it is.\n@Deprecated\npublic class A {}", ""),
                    arguments(
                            "class A {\n\n    public enum B { C }\n}",
                            "A:3: B is public and needs a /// line"));

    @ParameterizedTest
    @FieldSource("PLANTED")
    void findsWhatIsPlanted(String text, String message) {
        List<String> problems = problems(text, false);
        if (message.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem).startsWith(message));
        }
    }

    @Test
    void onlyTestsMustNotSleep() {
        String text = "class A { void m() throws Exception {\nThread.sleep(1); } }";
        assertThat(problems(text, false)).isEmpty();
        assertThat(problems(text, true))
                .containsExactly("A:2: a test waits for what happens, not for time to pass");
    }

    @Test
    void everySourceIsTidy() {
        List<Path> main = Modules.files("src/main/java", ".java");
        List<Path> tests = Modules.files("src/test/java", ".java");
        assertThat(main).as("sources of all modules").hasSizeGreaterThan(40);
        var all = new ArrayList<SourceText>();
        main.forEach(file -> all.add(source(file, false)));
        tests.forEach(file -> all.add(source(file, true)));
        assertThat(Tidy.problems(all)).isEmpty();
    }

    @Test
    void everyPackageIsSmallAndIntroduced() {
        var problems = new ArrayList<String>();
        packages("src/main/java")
                .forEach((directory, files) -> {
                    if (files > PACKAGE_FILES_MAX) {
                        problems.add(
                                "%s: %d files, at most %d"
                                        .formatted(
                                                Modules.shown(directory),
                                                files,
                                                PACKAGE_FILES_MAX));
                    }
                    introduction(directory, "- Threads: ", "- Imports: ", "@NullMarked")
                            .forEach(problems::add);
                });
        // Tests of a package share its introduction; a package of tests alone has its own.
        packages("src/test/java").keySet().stream()
                .filter(directory -> !Files.exists(mainOf(directory)))
                .flatMap(directory -> introduction(directory, "@NullMarked"))
                .forEach(problems::add);
        assertThat(problems).isEmpty();
    }

    private static List<String> problems(String text, boolean isTest) {
        return Tidy.problems(List.of(new SourceText("A", text, isTest)));
    }

    private static SourceText source(Path file, boolean isTest) {
        return new SourceText(Modules.shown(file), Sources.text(file), isTest);
    }

    /// How many files each package has besides its introduction.
    private static Map<Path, Long> packages(String root) {
        return Modules.files(root, ".java").stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(
                        Collectors.groupingBy(
                                Path::getParent, TreeMap::new, Collectors.counting()));
    }

    private static Path mainOf(Path testDirectory) {
        return Path.of(testDirectory.toString().replace("src/test/java", "src/main/java"));
    }

    private static Stream<String> introduction(Path directory, String... parts) {
        Path file = directory.resolve("package-info.java");
        if (!Files.exists(file)) {
            return Stream.of("%s: it is missing; see the others".formatted(Modules.shown(file)));
        }
        String text = Sources.text(file);
        return Stream.of(parts)
                .filter(part -> !text.contains(part))
                .map(part -> "%s:1: it lacks \"%s\"".formatted(Modules.shown(file), part));
    }
}
