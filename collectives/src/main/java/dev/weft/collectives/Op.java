package dev.weft.collectives;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * How values of several ranks are combined. Floating sums and products, and the user's own operations, are folded in
 * ascending rank order, so that every call gives the same bits whatever the timing, the algorithm and the number of
 * worker processes; {@link #unordered()} gives that up for speed. The other operations are exact in any order. A
 * combination that is not a number is always NaN with the bits of {@link Double#NaN} or {@link Float#NaN}.
 *
 * <p>{@code AND}, {@code OR} and {@code XOR} are bitwise and exist for integer types only.
 */
public final class Op {
    public static final Op SUM = new Op(Kind.SUM, "SUM", false);
    public static final Op PRODUCT = new Op(Kind.PRODUCT, "PRODUCT", false);
    public static final Op MIN = new Op(Kind.MIN, "MIN", false);
    public static final Op MAX = new Op(Kind.MAX, "MAX", false);
    public static final Op AND = new Op(Kind.AND, "AND", false);
    public static final Op OR = new Op(Kind.OR, "OR", false);
    public static final Op XOR = new Op(Kind.XOR, "XOR", false);

    /**
     * Of pairs {@code (value, location)}, which lie one behind the other, the one with the least value, and of those
     * the one with the least location (MPI's MINLOC). Counts are even. A value that is not a number counts as least.
     */
    public static final Op MIN_LOCATION = new Op(Kind.MIN_LOCATION, "MIN_LOCATION", false);

    /** As {@link #MIN_LOCATION} with the greatest value; one that is not a number counts as greatest. */
    public static final Op MAX_LOCATION = new Op(Kind.MAX_LOCATION, "MAX_LOCATION", false);

    /** What the loops distinguish. Its place in this list is its number in a call's fingerprint. */
    public enum Kind {
        SUM,
        PRODUCT,
        MIN,
        MAX,
        AND,
        OR,
        XOR,
        MIN_LOCATION,
        MAX_LOCATION,
        OWN
    }

    /** Which types an operation of the user's is for. */
    private enum Domain {
        ANY,
        FLOATING,
        INTEGERS
    }

    private final Kind kind;
    private final String name;
    private final String shownName;
    private final boolean isUnordered;
    private final Domain domain;
    private final DoubleBinaryOperator doubles;
    private final LongBinaryOperator longs;

    private Op(Kind kind, String name, boolean isUnordered) {
        this(kind, name, isUnordered, Domain.ANY, Double::sum, Long::sum);
    }

    private Op(
            Kind kind,
            String name,
            boolean isUnordered,
            Domain domain,
            DoubleBinaryOperator doubles,
            LongBinaryOperator longs) {
        this.kind = kind;
        this.name = name;
        this.shownName = isUnordered ? name + " unordered" : name;
        this.isUnordered = isUnordered;
        this.domain = domain;
        this.doubles = doubles;
        this.longs = longs;
    }

    /**
     * An associative operation of the user's on {@code double} and {@code float}; the left operand comes from lower
     * ranks. All ranks use the same name for it.
     */
    public static Op ofDoubles(String name, DoubleBinaryOperator operation) {
        return new Op(
                Kind.OWN,
                Objects.requireNonNull(name),
                false,
                Domain.FLOATING,
                Objects.requireNonNull(operation),
                Long::sum);
    }

    /** As {@link #ofDoubles}, on {@code long}, {@code int}, {@code short} and {@code byte}; results are cut to the type. */
    public static Op ofLongs(String name, LongBinaryOperator operation) {
        return new Op(
                Kind.OWN,
                Objects.requireNonNull(name),
                false,
                Domain.INTEGERS,
                Double::sum,
                Objects.requireNonNull(operation));
    }

    /**
     * The same, combined in whichever order is fastest: floating results may then differ in their last bits with the
     * algorithm and the placement, though not between two runs that choose the same. An operation of the user's has
     * to be commutative.
     */
    public Op unordered() {
        return new Op(kind, name, true, domain, doubles, longs);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isUnordered() {
        return isUnordered;
    }

    /** True if any order and grouping of the ranks will do. */
    public boolean isExact(ElementType type) {
        return switch (kind) {
            case MIN, MAX, AND, OR, XOR, MIN_LOCATION, MAX_LOCATION -> true;
            case SUM, PRODUCT -> isUnordered || !type.isFloating();
            case OWN -> isUnordered;
        };
    }

    public boolean isDefinedFor(ElementType type) {
        return switch (kind) {
            case SUM, PRODUCT, MIN, MAX, MIN_LOCATION, MAX_LOCATION -> true;
            case AND, OR, XOR -> !type.isFloating();
            case OWN -> type.isFloating() == (domain == Domain.FLOATING);
        };
    }

    /** So many elements belong together. */
    public int width() {
        return kind == Kind.MIN_LOCATION || kind == Kind.MAX_LOCATION ? 2 : 1;
    }

    public double apply(double left, double right) {
        return doubles.applyAsDouble(left, right);
    }

    public long apply(long left, long right) {
        return longs.applyAsLong(left, right);
    }

    @Override
    public String toString() {
        return shownName;
    }
}
