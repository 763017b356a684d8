package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.Edges;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The graph whose vertices are the communities of a {@link LouvainLevel}: numbered in the order of their labels, joined by the sum of the
 * weights between them, with a loop of the weight inside. Vertices without weight are left out. Each worker sums up for its own
 * vertices, the ranks of a worker taking blocks of communities in turn; then all workers have all sums.
 */
final class Contraction {
    private static final Edges NO_EDGES = Edges.undirected(new long[0], new long[0]);
    private static final int BLOCK = 64;

    /** What the ranks of a worker share: the leading rank writes it, and each rank its own sums, between barriers. */
    private static final class Board {
        CommunityMembers members = CommunityMembers.NONE;
        /** Vertices all of whose edges have weight 0. Each is a community of its own, without a number. */
        int weightless;

        PairSums[][] sums = {};
        int[] numberOfId = {};
        Edges edges = NO_EDGES;
        int firstPartition;
        int endPartition;
        int end;
    }

    private final Rank rank;
    private final Graph graph;
    private final Fragment fragment;
    private final LouvainLevel level;
    private final Board board;
    private final boolean leads;
    /** Of each label; -1 if its community is empty or has no weight. */
    private final int[] number;

    /** Of the worker's virtual partitions. */
    private final WeightedLinks[] links;

    /** Collective. */
    Contraction(Rank rank, Graph graph, LouvainLevel level) {
        this.rank = rank;
        this.graph = graph;
        this.fragment = graph.fragment();
        this.level = level;
        this.board = rank.shared("louvain/contraction", Board::new);
        this.leads = rank.workerRank() == 0;
        this.number = fragment.sharedInts("number");
        if (leads) {
            board.firstPartition = fragment.firstPartition();
        }
        if (rank.workerRank() == rank.workerRanks() - 1) {
            board.endPartition = fragment.endPartition();
            board.end = fragment.end();
        }
        rank.communicator().barrier();
        this.links = new WeightedLinks[board.endPartition - board.firstPartition];
        Arrays.setAll(links, i -> level.links(board.firstPartition + i));
        if (leads) {
            board.members = CommunityMembers.of(level.community(), number, numberAll(), fragment.first(), board.end);
            board.sums = new PairSums[rank.workerRanks()][];
            board.numberOfId = new int[0];
        }
        rank.communicator().barrier();
    }

    private int numberAll() {
        int count = 0;
        board.weightless = 0;
        for (int label = 0; label < number.length; label++) {
            number[label] = level.total()[label] > 0 ? count++ : -1;
            board.weightless += level.degree()[label] == 0 ? 1 : 0;
        }
        return count;
    }

    /** How many communities there are. */
    int count() {
        return board.members.communities();
    }

    /** The number of each local vertex's community, -1 for a vertex without weight. */
    int[] numbers() {
        var numbers = new int[graph.localVertexCount()];
        graph.forEach(v -> numbers[v] = number[level.community()[fragment.first() + v]]);
        return numbers;
    }

    /** By the id of a vertex, where ids are numbers from 0 on: the number of its community. Collective. */
    int[] numbersById() {
        if (leads) {
            board.numberOfId = new int[fragment.size()];
            Arrays.fill(board.numberOfId, -1);
        }
        rank.communicator().barrier();
        int[] byId = board.numberOfId;
        int[] numbers = numbers();
        graph.forEach(v -> byId[(int) graph.globalId(v)] = numbers[v]);
        rank.communicator().barrier();
        if (leads && fragment.workers() > 1) {
            rank.leaders().allReduce(byId, 0, byId.length, Op.MAX);
        }
        rank.communicator().barrier();
        return byId;
    }

    /** The contracted graph; ids are the numbers. Collective. */
    Graph contracted() {
        board.sums[rank.workerRank()] = sumUp();
        rank.communicator().barrier();
        if (leads) {
            PairSums[] lists = Arrays.stream(board.sums).flatMap(Stream::of).toArray(PairSums[]::new);
            board.edges = edges(
                    fragment.workers() == 1 ? lists : new PairSums[] {PairSums.united(rank.leaders(), lists, count())});
            board.sums = new PairSums[0][];
        }
        rank.communicator().barrier();
        Graph contracted = Graph.of(rank, board.edges);
        rank.communicator().barrier();
        if (leads) {
            board.edges = NO_EDGES;
        }
        return contracted;
    }

    /** This rank's share, a list for each thread. */
    private PairSums[] sumUp() {
        var sums = new PairSums[rank.team().size()];
        Arrays.setAll(sums, _ -> new PairSums());
        int ranks = rank.workerRanks();
        int blocks = Math.ceilDiv(count(), BLOCK);
        int mine = Math.ceilDiv(Math.max(0, blocks - rank.workerRank()), ranks);
        rank.team().forEachChunk(mine, (i, thread) -> {
            int from = (i * ranks + rank.workerRank()) * BLOCK;
            for (int community = from; community < Math.min(count(), from + BLOCK); community++) {
                sumUp(community, level.tallies()[thread], sums[thread]);
            }
        });
        return sums;
    }

    /** Each pair of communities is summed up for the one with the lower number. */
    private void sumUp(int community, Tally tally, PairSums sums) {
        CommunityMembers members = board.members;
        long edges = 0;
        for (int i = members.start(community); i < members.start(community + 1); i++) {
            edges += links(members.member(i)).count(members.member(i));
        }
        tally.begin((int) Math.min(edges, count() + board.weightless));
        long inside = 0;
        for (int i = members.start(community); i < members.start(community + 1); i++) {
            int vertex = members.member(i);
            links(vertex).addTo(tally, vertex, level.community());
            inside += level.loops()[vertex];
        }
        for (int i = 0; i < tally.size(); i++) {
            int other = number[tally.key(i)];
            inside += other == community ? tally.sum(i) : 0;
            if (other > community && tally.sum(i) > 0) {
                sums.add(community, other, tally.sum(i));
            }
        }
        if (inside > 0) {
            sums.add(community, community, inside);
        }
    }

    /** The last partition that begins at the vertex or before it. */
    private WeightedLinks links(int vertex) {
        int low = 0;
        int high = links.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (links[middle].first() <= vertex) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return links[low];
    }

    private static Edges edges(PairSums[] lists) {
        int count =
                Math.toIntExact(Arrays.stream(lists).mapToLong(PairSums::size).sum());
        var sources = new long[count];
        var targets = new long[count];
        var weights = new double[count];
        int at = 0;
        for (PairSums list : lists) {
            for (int i = 0; i < list.size(); i++, at++) {
                boolean loop = list.first(i) == list.second(i);
                sources[at] = list.first(i);
                targets[at] = list.second(i);
                weights[at] = loop ? list.sum(i) / 2.0 : list.sum(i);
            }
        }
        return Edges.undirected(sources, targets, weights);
    }
}
