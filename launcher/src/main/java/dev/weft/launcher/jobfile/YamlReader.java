package dev.weft.launcher.jobfile;

import dev.weft.launcher.jobfile.YamlNode.Field;
import dev.weft.launcher.jobfile.YamlNode.Fields;
import dev.weft.launcher.jobfile.YamlNode.Items;
import dev.weft.launcher.jobfile.YamlNode.Scalar;
import dev.weft.runtime.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Reads one YAML document from text that nobody vouches for: no tags, so nothing is made but texts, lists and mappings; no deep nesting; and aliases
 * unfold to a bounded number of nodes.
 */
final class YamlReader {
    static final int DEEPEST = 16;
    static final int MOST_NODES = 20_000;

    private final FileWords words;
    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;

    /** @param size how many nodes it unfolds to, itself among them */
    private record Anchored(YamlNode node, int size) {}

    private YamlReader(FileWords words, String text) {
        this.words = words;
        this.events = new Parse(LoadSettings.builder()
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .build())
                .parseString(text)
                .iterator();
    }

    /**
     * @return nothing if there is no document in it
     * @throws UsageException if it is no YAML, or more than this reads
     */
    static Optional<YamlNode> read(FileWords words, String text) {
        try {
            return new YamlReader(words, text).document();
        } catch (MarkedYamlEngineException wrong) {
            Place at = wrong.getProblemMark()
                    .or(wrong::getContextMark)
                    .map(YamlReader::place)
                    .orElse(new Place(1, 1));
            throw words.wrong(at, "this is no YAML: " + problem(wrong), wrong);
        } catch (YamlVersionException another) {
            throw new UsageException(
                    words.file() + " is said to be YAML of a version that nobody knows: leave the line with %YAML out",
                    another);
        } catch (YamlEngineException wrong) {
            String said = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            throw new UsageException(words.file() + " is no YAML: " + said, wrong);
        }
    }

    private static String problem(MarkedYamlEngineException wrong) {
        String problem = String.valueOf(wrong.getProblem());
        if (problem.contains("TAB")) {
            return "a tab stands where only blanks may indent; put blanks there";
        }
        String context = wrong.getContext() == null ? "" : ", " + wrong.getContext();
        return problem.replaceAll("\\s+", " ").strip() + context;
    }

    private Optional<YamlNode> document() {
        Event _ = events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            return Optional.empty();
        }
        YamlNode root = node(events.next(), 1);
        Event _ = events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw words.wrong(
                    place(after),
                    "a second document begins here: a " + words.kind() + " has one; put the other into its own");
        }
        return Optional.of(root);
    }

    private YamlNode node(Event event, int depth) {
        Place at = place(event);
        if (depth > DEEPEST) {
            throw words.wrong(
                    at, "this is nested more than " + DEEPEST + " deep, and no " + words.kind() + " needs to be");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias.getAlias(), at);
        }
        refuseTag(event, at);
        int before = nodes;
        count(1, at);
        YamlNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, at);
            case SequenceStart -> items(at, depth);
            case MappingStart -> fields(at, depth);
            default -> throw words.wrong(at, "this is no YAML: unexpected " + event.getEventId());
        };
        if (event instanceof NodeEvent named) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
        }
        return node;
    }

    private static Scalar scalar(ScalarEvent event, Place at) {
        return new Scalar(at, event.getValue(), event.isPlain());
    }

    private YamlNode aliased(Anchor anchor, Place at) {
        Anchored named = anchors.get(anchor);
        if (named == null) {
            throw words.wrong(
                    at,
                    "*" + anchor.getValue() + " names nothing that ends before it: write &" + anchor.getValue()
                            + " at what it is to stand for");
        }
        count(named.size, at);
        return named.node;
    }

    private void count(int more, Place at) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw words.wrong(
                    at,
                    "with its aliases unfolded the file has more than " + MOST_NODES + " values, and no " + words.kind()
                            + " needs as many");
        }
    }

    /** What a tag means is the reader's to say, which is how YAML came to make objects of any class. */
    private void refuseTag(Event event, Place at) {
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
        if (tag.isPresent()) {
            throw words.wrong(at, "the tag " + tag.get() + " means nothing in a " + words.kind() + ": leave it out");
        }
    }

    private Items items(Place at, int depth) {
        List<YamlNode> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        return new Items(at, items);
    }

    private Fields fields(Place at, int depth) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Place keyAt = place(event);
            if (!(node(event, depth + 1) instanceof Scalar key)) {
                throw words.wrong(keyAt, "a key must be a word, not a list or a mapping");
            }
            Field field = new Field(keyAt, node(events.next(), depth + 1));
            Field earlier = fields.putIfAbsent(key.text(), field);
            if (earlier != null) {
                throw words.wrong(
                        keyAt,
                        key.text() + " stands here a second time, the first is in line "
                                + earlier.at().line() + ": leave one of them");
            }
            event = events.next();
        }
        return new Fields(at, fields);
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlReader::place).orElse(new Place(1, 1));
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
