package dev.weft.launcher.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is written is read as it was meant, by this reader and by another one. */
class YamlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain",
                "/a/b-c_d.e",
                "true",
                "No",
                "~",
                "null",
                "12",
                "1.5",
                "1e3",
                "0x1F",
                ".5",
                ".inf",
                ".NaN",
                "./a",
                "../a/b",
                "...",
                "---",
                "-",
                "- a",
                "a: b",
                "a #b",
                "#",
                "'",
                "\"",
                "\\",
                "a\nb",
                "\t",
                "\r",
                "\u0000",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "ä",
                "日本",
                "😀",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "{",
                "[",
                "|",
                ">",
                "?",
                ":",
                "=",
                "<<",
                "007",
                "1_000",
                "12:30:45",
                "2026-11-26",
            })
    void textStaysText(String text) {
        assertReadAs(text);
    }

    @Test
    void anyTextStaysText() {
        var random = new Random(26);
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(6); length >= 0; length--) {
                int codePoint = random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(128);
                text.appendCodePoint(Character.isSurrogate((char) codePoint) ? 'x' : codePoint);
            }
            assertReadAs(text.toString());
        }
    }

    private static void assertReadAs(String text) {
        String yaml = new YamlText().begin("k").put("v", text).put("w", 1).end().toString();
        YamlNode node = YamlReader.read(new FileWords("f"), yaml).orElseThrow();
        var inner = (YamlNode.Fields) ((YamlNode.Fields) node).fields().get("k").value();
        var scalar = (YamlNode.Scalar) inner.fields().get("v").value();
        assertThat(scalar.text()).as(yaml).isEqualTo(text);
        assertThat(scalar.kind()).as(yaml).isEqualTo(ScalarKind.TEXT);
        Map<?, ?> others = new YAMLMapper().readValue(yaml, Map.class);
        assertThat(((Map<?, ?>) others.get("k")).get("v")).as(yaml).isEqualTo(text);
    }
}
