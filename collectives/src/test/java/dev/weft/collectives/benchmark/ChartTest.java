package dev.weft.collectives.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartTest {
    private static final Map<PeerKind, Timing> MPI = Map.of(PeerKind.MPIRUN, new Timing(3, 2));

    @Test
    void has_a_line_for_each_operation_and_a_dashed_one_for_its_peer() throws Exception {
        Document svg = svg(List.of(
                new Row("barrier", 2, 0, new Timing(0.5, 0.4), Map.of()),
                new Row("allReduce", 2, 8, new Timing(0.6, 0.4), MPI),
                new Row("allReduce", 2, 1 << 20, new Timing(800, 700), MPI)));
        assertThat(paths(svg, "weft"))
                .hasSize(2)
                .allMatch(path -> path.getAttribute("stroke-dasharray").isEmpty());
        assertThat(paths(svg, "mpirun"))
                .singleElement()
                .matches(path -> !path.getAttribute("stroke-dasharray").isEmpty());
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("barrier", "allReduce", "mpirun", "median time (µs)", "bytes", "8 B", "1 MiB", "100");
    }

    @Test
    void stays_inside_its_frame() throws Exception {
        Document svg = svg(List.of(
                new Row("allReduce", 2, 8, new Timing(0.034, 0.03), Map.of()),
                new Row("allReduce", 2, 1 << 30, new Timing(999_999, 900_000), Map.of())));
        String[] points =
                paths(svg, "weft").getFirst().getAttribute("d").substring(1).split("L", -1);
        assertThat(points).hasSize(2);
        for (String point : points) {
            assertThat(Double.parseDouble(point.split(" ", -1)[0])).isBetween(90.0, 820.0);
            assertThat(Double.parseDouble(point.split(" ", -1)[1])).isBetween(84.0, 580.0);
        }
    }

    @Test
    void of_one_point_or_none_is_drawn_too() throws Exception {
        assertThat(paths(svg(List.of(new Row("scan", 2, 64, new Timing(1, 1), Map.of()))), "weft"))
                .hasSize(1);
        assertThat(paths(svg(List.of()), "weft")).isEmpty();
    }

    private static Document svg(List<Row> rows) throws Exception {
        byte[] text = new Chart("2 ranks", rows).svg().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(text, StandardCharsets.UTF_8))
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(text));
    }

    private static List<Element> paths(Document svg, String side) {
        var all = svg.getElementsByTagName("path");
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(path -> path.getAttribute("class").equals(side))
                .toList();
    }
}
