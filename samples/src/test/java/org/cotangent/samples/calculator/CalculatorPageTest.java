package org.cotangent.samples.calculator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/calculator.md print what stands below them there. */
class CalculatorPageTest {
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\$ (\\w+) (.*)\n((?:(?!\\$ ).*\n)*)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir Path folder;

    @TestFactory
    List<DynamicTest> page() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/calculator.md")));
        while (block.find()) {
            Matcher command = COMMAND.matcher(block.group(1));
            while (command.find()) {
                String text = command.group(2);
                String printed = command.group(3);
                if (command.group(1).equals("cat")) {
                    Files.writeString(folder.resolve(text), printed);
                } else {
                    assertEquals("evaluate", command.group(1));
                    tests.add(DynamicTest.dynamicTest(text, () -> assertPrints(printed, text)));
                }
            }
        }
        assertTrue(tests.size() >= 8, tests::toString);
        return tests;
    }

    private void assertPrints(String expected, String command) {
        List<String> arguments = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            boolean file = word.group().matches("\\w+\\.(txt|png|html)");
            arguments.add(
                    word.group(1) != null
                            ? word.group(1)
                            : file ? folder.resolve(word.group()).toString() : word.group());
        }
        Run run = Run.of(arguments.toArray(new String[0]));
        assertEquals(expected, (run.out() + run.err()).replace(folder + File.separator, ""));
        assertEquals(run.err().isEmpty() ? 0 : 2, run.status());
    }
}
