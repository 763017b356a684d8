package dev.weft.runtime.rank;

import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import java.util.List;

/** Parts of a column, one from each worker, as one column in ascending order of the ids. */
final class MergedColumn {
    private MergedColumn() {}

    static Column of(List<Column> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        MergedIds ids = MergedIds.of(parts.stream().map(Column::ids).toList());
        return switch (parts.getFirst()) {
            case Column.Doubles _ -> {
                var values = new double[ids.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = ((Column.Doubles) parts.get(ids.part(i))).values()[ids.index(i)];
                }
                yield new Column.Doubles(ids, values);
            }
            case Column.Longs _ -> {
                var values = new long[ids.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = ((Column.Longs) parts.get(ids.part(i))).values()[ids.index(i)];
                }
                yield new Column.Longs(ids, values);
            }
        };
    }

    /** Ids of several lists, none in two of them. */
    private record MergedIds(List<Ids> parts, int[] partOf, int[] indexOf) implements Ids {
        static MergedIds of(List<Ids> parts) {
            int size = parts.stream().mapToInt(Ids::size).reduce(0, Math::addExact);
            var merged = new MergedIds(parts, new int[size], new int[size]);
            var next = new int[parts.size()];
            for (int i = 0; i < size; i++) {
                int part = smallest(parts, next);
                merged.partOf[i] = part;
                merged.indexOf[i] = next[part]++;
            }
            return merged;
        }

        private static int smallest(List<Ids> parts, int[] next) {
            int best = -1;
            long least = 0;
            for (int part = 0; part < next.length; part++) {
                Ids ids = parts.get(part);
                if (next[part] < ids.size() && (best < 0 || ids.id(next[part]) < least)) {
                    best = part;
                    least = ids.id(next[part]);
                }
            }
            return best;
        }

        int part(int index) {
            return partOf[index];
        }

        int index(int index) {
            return indexOf[index];
        }

        @Override
        public int size() {
            return partOf.length;
        }

        @Override
        public long id(int index) {
            return parts.get(partOf[index]).id(indexOf[index]);
        }

        @Override
        public String name(int index) {
            return parts.get(partOf[index]).name(indexOf[index]);
        }
    }
}
