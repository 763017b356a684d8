package dev.weft.runtime.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.weft.collectives.process.HostAddress;
import dev.weft.runtime.tls.JobTls;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;

/** The actor system of one process of a job, as a member of the job's cluster. */
public final class ClusterSystem {
    private static final String NAME = "weft";
    private static final String CONTROL = "control";
    private static final String WORKER = "worker";

    private ClusterSystem() {}

    /**
     * The agent's: the first member, which may hold the coordinator.
     *
     * @param host this host's address, as all other members reach it
     */
    static <T> ActorSystem<T> ofAgent(Behavior<T> guardian, JobTls tls, String host) {
        ActorSystem<T> system = start(guardian, CONTROL, tls, host);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    /**
     * A worker's; its process ends where an actor's thread finds no memory any more.
     *
     * @param host this host's address, as all other members reach it
     * @param address of the agent's, as {@link #address} gives it
     */
    public static <T> ActorSystem<T> ofWorker(Behavior<T> guardian, JobTls tls, String host, String address) {
        ActorSystem<T> system = start(guardian, WORKER, tls, host);
        Cluster.get(system).manager().tell(Join.create(org.apache.pekko.actor.AddressFromURIString.parse(address)));
        return system;
    }

    static String address(ActorSystem<?> system) {
        return Cluster.get(system).selfMember().address().toString();
    }

    /** The job's coordinator, wherever it is; in the agent, what makes it. */
    public static ActorRef<Object> coordinator(ActorSystem<?> system, Behavior<Object> behavior) {
        return ClusterSingleton.get(system)
                .init(SingletonActor.of(behavior, "coordinator")
                        .withSettings(ClusterSingletonSettings.create(system).withRole(CONTROL)));
    }

    private static <T> ActorSystem<T> start(Behavior<T> guardian, String role, JobTls tls, String host) {
        ClassLoader loader = ClusterSystem.class.getClassLoader();
        Config config = ConfigFactory.parseMap(Map.of(
                        "pekko.cluster.roles",
                        List.of(role),
                        "pekko.jvm-exit-on-fatal-error",
                        role.equals(WORKER),
                        "pekko.remote.artery.canonical.hostname",
                        HostAddress.beforePort(host)))
                .withFallback(ConfigFactory.parseResources(loader, "weft-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference(loader))
                .resolve();
        return ActorSystem.create(
                guardian,
                NAME,
                ActorSystemSetup.create(
                        BootstrapSetup.create(config).withClassloader(loader),
                        SSLEngineProviderSetup.create(_ -> tls)));
    }
}
