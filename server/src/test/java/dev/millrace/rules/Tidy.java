package dev.millrace.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Holds one source file against the numbers and habits of CONTRIBUTING.md.
final class Tidy {
    static final int COLUMNS_MAX = 100;
    static final int FILE_LINES_MAX = 500;
    static final int METHOD_LINES_MAX = 60;
    static final int PARAMETERS_MAX = 5;
    static final int CONSTRUCTOR_PARAMETERS_MAX = 6;
    static final int NESTING_MAX = 3;

    /// Written in halves, so that this file is not found itself.
    private static final Pattern UNFINISHED =
            Pattern.compile("(//|\\*).*\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

    private static final Set<String> SLEEPERS =
            Set.of(
                    "Thread",
                    "TimeUnit.MILLISECONDS",
                    "TimeUnit.SECONDS",
                    "MILLISECONDS",
                    "SECONDS");

    private final List<String> problems = new ArrayList<>();
    private final SourceText source;
    private final List<String> lines;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    private Tidy(SourceText source, CompilationUnitTree unit, SourcePositions positions) {
        this.source = source;
        this.lines = source.text().lines().toList();
        this.unit = unit;
        this.positions = positions;
    }

    /// One line for each thing that is wrong: file, line, what, and what is right.
    static List<String> problems(List<SourceText> sources) {
        JavacTask task =
                (JavacTask)
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(null, null, null, List.of("-proc:none"), null, sources);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        var problems = new ArrayList<String>();
        Iterator<SourceText> next = sources.iterator();
        for (CompilationUnitTree unit : parse(task)) {
            var tidy = new Tidy(next.next(), unit, positions);
            tidy.check();
            problems.addAll(tidy.problems);
        }
        return problems;
    }

    private static Iterable<? extends CompilationUnitTree> parse(JavacTask task) {
        try {
            return task.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check() {
        checkLines();
        checkTypes();
        new Scanner().scan(unit, 0);
    }

    private void checkLines() {
        if (lines.size() > FILE_LINES_MAX) {
            report(
                    FILE_LINES_MAX,
                    "the file has %d lines, at most %d".formatted(lines.size(), FILE_LINES_MAX));
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.length() > COLUMNS_MAX
                    && !line.startsWith("import ")
                    && !line.contains("://")) {
                report(
                        i + 1,
                        "the line has %d columns, at most %d"
                                .formatted(line.length(), COLUMNS_MAX));
            }
            if (UNFINISHED.matcher(line).find()) {
                report(i + 1, "unfinished work is not marked but finished, or an issue");
            }
        }
    }

    private void checkTypes() {
        List<? extends Tree> types = unit.getTypeDecls();
        types.stream()
                .skip(1)
                .forEach(type -> report(line(type), "one type a file; give this one its own"));
    }

    private void checkMethod(MethodTree method, ClassTree owner) {
        int length = lastLine(method) - line(method) + 1;
        if (length > METHOD_LINES_MAX) {
            report(
                    line(method),
                    "%s has %d lines, at most %d"
                            .formatted(method.getName(), length, METHOD_LINES_MAX));
        }
        if (isTable(method)) {
            return;
        }
        boolean isConstructor = method.getName().contentEquals("<init>");
        // A record's constructor has as many as the record, and a table's test as many as the
        // table.
        boolean isTable =
                method.getModifiers().getAnnotations().stream()
                        .anyMatch(a -> a.getAnnotationType().toString().equals("CsvSource"));
        if (isTable || (isConstructor && owner.getKind() == Tree.Kind.RECORD)) {
            return;
        }
        int max = isConstructor ? CONSTRUCTOR_PARAMETERS_MAX : PARAMETERS_MAX;
        int count = method.getParameters().size();
        if (count > max) {
            report(
                    line(method),
                    "%s has %d parameters, at most %d".formatted(method.getName(), count, max));
        }
    }

    /// The parameters of a parameterized test are the columns of a table.
    private static boolean isTable(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(annotation -> annotation.toString().startsWith("@ParameterizedTest"));
    }

    /// Documentation is a line of `///` right above a public type, its annotations included.
    private void checkDocumented(ClassTree type) {
        int line = line(type);
        boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        if (isPublic && !source.isTest() && !lines.get(line - 2).strip().startsWith("///")) {
            report(
                    line,
                    "%s is public and needs a /// line that says what it is"
                            .formatted(type.getSimpleName()));
        }
    }

    private void report(int line, String problem) {
        problems.add("%s:%d: %s".formatted(source.name(), line, problem));
    }

    private int line(Tree tree) {
        return (int) unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    private int lastLine(Tree tree) {
        return (int) unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }

    /// Walks the tree; the argument is how deep in control statements it is.
    private final class Scanner extends TreeScanner<@Nullable Void, Integer> {
        private @Nullable ClassTree owner;

        @Override
        public @Nullable Void visitClass(ClassTree type, Integer depth) {
            checkDocumented(type);
            ClassTree outer = owner;
            owner = type;
            super.visitClass(type, 0);
            owner = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, Integer depth) {
            if (owner != null && positions.getEndPosition(unit, method) >= 0) {
                checkMethod(method, owner);
            }
            return super.visitMethod(method, 0);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, Integer depth) {
            if (source.isTest()
                    && select.getIdentifier().contentEquals("sleep")
                    && SLEEPERS.contains(select.getExpression().toString())) {
                report(line(select), "a test waits for what happens, not for time to pass");
            }
            return super.visitMemberSelect(select, depth);
        }

        @Override
        public @Nullable Void visitIf(IfTree tree, Integer depth) {
            deeper(tree, depth);
            scan(tree.getCondition(), depth);
            scan(tree.getThenStatement(), depth + 1);
            // An else-if is as deep as the if before it.
            boolean isChain = tree.getElseStatement() instanceof IfTree;
            scan(tree.getElseStatement(), isChain ? depth : depth + 1);
            return null;
        }

        @Override
        public @Nullable Void visitForLoop(ForLoopTree tree, Integer depth) {
            return super.visitForLoop(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, Integer depth) {
            return super.visitEnhancedForLoop(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitWhileLoop(WhileLoopTree tree, Integer depth) {
            return super.visitWhileLoop(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, Integer depth) {
            return super.visitDoWhileLoop(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitSwitch(SwitchTree tree, Integer depth) {
            return super.visitSwitch(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, Integer depth) {
            return super.visitSwitchExpression(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitTry(TryTree tree, Integer depth) {
            return super.visitTry(tree, deeper(tree, depth));
        }

        @Override
        public @Nullable Void visitSynchronized(SynchronizedTree tree, Integer depth) {
            return super.visitSynchronized(tree, deeper(tree, depth));
        }

        private int deeper(Tree tree, int depth) {
            if (depth + 1 == NESTING_MAX + 1) {
                report(
                        line(tree),
                        "statements are nested %d deep, at most %d; name the inner part"
                                .formatted(depth + 1, NESTING_MAX));
            }
            return depth + 1;
        }
    }
}
