package dev.millrace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every link of the pages to a file, or to a heading in one, leads somewhere.
class LinksTest {
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Path root = Checkout.root();
        var pages = new ArrayList<Path>();
        for (Path directory : List.of(root, root.resolve("docs"))) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        assertThat(pages).contains(root.resolve("CONTRIBUTING.md"));
        assertThat(pages.stream().flatMap(LinksTest::problems)).isEmpty();
    }

    @Test
    void findsWhatIsPlanted(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("b.md"), "# The `words`, explained\n");
        Path page =
                Files.writeString(
                        directory.resolve("a.md"),
                        """
                        # Here
                        [1](#here) [2](b.md#the-words-explained) [3](https://a.example)
                        [4](#there)
                        [5](b.md#the)
                        ![6](c.png)
                        ```
                        [7](d.md)
                        ```
                        <img src="e.png">
                        """);
        assertThat(problems(page))
                .containsExactly(
                        page + ":3: #there leads nowhere",
                        page + ":4: b.md#the leads nowhere",
                        page + ":5: c.png leads nowhere",
                        page + ":9: e.png leads nowhere");
    }

    @Test
    void packagesComeFromThePublicRegistry() {
        Path lock = Checkout.root().resolve("web/package-lock.json");
        assertThat(Sources.lines(lock))
                .filteredOn(line -> line.contains("\"resolved\": \"http"))
                .allMatch(line -> line.contains("\"https://registry.npmjs.org/"));
    }

    private static Stream<String> problems(Path page) {
        String text =
                FENCE.matcher(Sources.text(page))
                        .replaceAll(fence -> "\n".repeat((int) fence.group().lines().count() - 1));
        var problems = new ArrayList<String>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            LINK.matcher(lines.get(i))
                    .results()
                    .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
                    .filter(link -> !leadsSomewhere(page, link))
                    .forEach(link ->
                            problems.add(page + ":" + number + ": " + link + " leads nowhere"));
        }
        return problems.stream();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        if (link.contains("://") || link.startsWith("mailto:")) {
            return true;
        }
        int hash = link.indexOf('#');
        String name = hash < 0 ? link : link.substring(0, hash);
        Path target = name.isEmpty() ? page : page.resolveSibling(name);
        if (hash < 0 || !target.toString().endsWith(".md")) {
            return Files.exists(target);
        }
        return Files.exists(target)
                && Sources.lines(target).stream()
                        .map(HEADING::matcher)
                        .filter(heading -> heading.matches())
                        .anyMatch(heading ->
                                anchor(heading.group(1)).equals(link.substring(hash + 1)));
    }

    /// As code hosts make them: lower case, hyphens for spaces, punctuation left out.
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }
}
