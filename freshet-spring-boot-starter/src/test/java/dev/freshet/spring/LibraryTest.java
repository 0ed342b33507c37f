package dev.freshet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.freshet.engine.Engine;
import dev.freshet.engine.testkit.TestClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all library modules have in common: they are documented, say what may be null, run on Java
/// 21, have a module name, and a version in the BOM.
class LibraryTest {
    private static final String ENGINE = "freshet-engine";
    private static final String TESTKIT = "freshet-engine-testkit";
    private static final String STARTER = "freshet-spring-boot-starter";
    private static final int JAVA_21 = 65;

    private static Path module(String name) {
        return Path.of("..", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGINE, TESTKIT, STARTER})
    void everyPublicTypeHasJavadoc(String module) throws IOException {
        var undocumented = new ArrayList<String>();

        parse(
                sources(module),
                (unit, docs) -> new PublicTypes(docs, undocumented).scan(unit, null));

        assertThat(undocumented).isEmpty();
    }

    private static final class PublicTypes extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees docs;
        private final List<String> undocumented;

        PublicTypes(DocTrees docs, List<String> undocumented) {
            this.docs = docs;
            this.undocumented = undocumented;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (isPublic(type, getCurrentPath())) {
                DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
                if (comment == null || comment.getFirstSentence().isEmpty()) {
                    undocumented.add(type.getSimpleName().toString());
                }
                super.visitClass(type, null);
            }
            return null;
        }

        /// What an interface holds is public without a word.
        private static boolean isPublic(ClassTree type, TreePath path) {
            return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    || path.getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGINE, TESTKIT, STARTER})
    void everyPackageSaysWhatMayBeNull(String module) throws IOException {
        var packages = sources(module).stream().map(Path::getParent).distinct().toList();

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(each ->
                        assertThat(each.resolve("package-info.java"))
                                .content()
                                .containsPattern(Pattern.compile("^///", Pattern.MULTILINE))
                                .contains("@NullMarked"));
    }

    @ParameterizedTest
    @ValueSource(classes = {Engine.class, TestClient.class, FreshetServer.class})
    void classFilesAreForJava21(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            assertThat(in).isNotNull();
            var file = new DataInputStream(in);
            assertThat(file.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(file.readUnsignedShort()).isZero();

            assertThat(file.readUnsignedShort()).isEqualTo(JAVA_21);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGINE, TESTKIT, STARTER, "freshet-source-api"})
    void everyJarHasAModuleNameAndAPlaceInTheBom(String module) throws IOException {
        assertThat(module(module).resolve("pom.xml"))
                .content()
                .containsPattern("<Automatic-Module-Name>dev\\.freshet\\.[a-z.]+<");
        assertThat(module("freshet-bom").resolve("pom.xml"))
                .content()
                .contains("<artifactId>" + module + "</artifactId>");
    }

    @Test
    void theBomHasTheVersionOfTheModules() throws IOException {
        assertThat(version(module("freshet-bom").resolve("pom.xml")))
                .isEqualTo(version(Path.of("..", "pom.xml")));
    }

    private static String version(Path pom) throws IOException {
        var version = Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(pom));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    // ---- sources

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(module(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private interface Visitor {
        void visit(CompilationUnitTree unit, DocTrees docs);
    }

    private static void parse(List<Path> files, Visitor visitor) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            var docs = DocTrees.instance(task);
            task.parse().forEach(unit -> visitor.visit(unit, docs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
