package dev.slipway.edge.traffic;

import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import dev.slipway.edge.route.Pool;
import dev.slipway.edge.route.Route;
import dev.slipway.edge.route.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Switches traffic from one route table to the next without losing a request.
 *
 * <h2>What must hold</h2>
 *
 * <p>The control plane takes a release out of the table, reads its number of requests in flight until that is zero, and
 * stops its processes. So: <em>once {@link #install} has returned, a request that will still be sent to a release that
 * left is already counted in that release's number.</em> Counting too many for a moment is harmless; missing one kills a
 * user's request.
 *
 * <h2>Why a volatile table alone does not do it</h2>
 *
 * <p>A thread may read the old table, be put to sleep, and wake after the swap, after the control plane has read zero. It
 * would then go to a process that is being stopped. Prototypes that counted only when they had a connection lost 316
 * POSTs in 50 switches under load.
 *
 * <h2>The algorithm</h2>
 *
 * <p>A request <b>writes</b> itself into the counters of what it chose and then <b>reads</b> the table again; the switch
 * <b>writes</b> the table and its caller then <b>reads</b> the counters:
 *
 * <pre>
 *   request                          switch
 *   1  t = table                     a  table = next
 *   2  choose an instance in t       b  read counters of what left
 *   3  counters++                    c  if zero: stop the processes
 *   4  if table != t: counters--, again from 1
 *   5  send
 * </pre>
 *
 * <p>This is the entry protocol of Dekker's algorithm (E. W. Dijkstra, <i>Cooperating sequential processes</i>, EWD 123,
 * 1965, section 2.1): of two parties who each first write their own flag and then read the other's, at least one sees the
 * other. The table is volatile and the counters are {@link java.util.concurrent.atomic.AtomicInteger}s, and all such
 * accesses lie in one total order that agrees with each thread's program order (JLS, section 17.4.4). Suppose that b
 * missed the request. Then b comes before 3, so a, b, 3, 4 lie in this order, 4 sees the new table, and the request
 * chooses again. Suppose that 4 saw the old table. Then 4 comes before a, so 3 comes before b, and b counts the request.
 * Either way nothing is sent uncounted. (A {@link java.util.concurrent.atomic.LongAdder} would not do for these two
 * counters: its writes promise less than sequential consistency. It serves for those that only report.)
 *
 * <p>The loop ends: it goes round only when a switch fell between 1 and 4. The price is one more volatile read per
 * request; there is no lock, and a switch waits for nobody.
 *
 * <h2>Around it</h2>
 *
 * <ul>
 *   <li>A retry is an admission too: {@link #readmit} stays with the release while the table is unchanged, so that a bad
 *       canary cannot pass its failures on to the baseline, and enters the new table when the old one is gone.
 *   <li>Counters belong to a release, not to a table, so they go on when a weight changes and stay readable after the
 *       release has left.
 *   <li>An instance that left keeps its requests until its drain time is over; a switch back revives it as it was.
 * </ul>
 */
public final class Switchboard {

    private final TrafficLedger ledger;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Table table = Table.EMPTY;
    private Set<InstanceTraffic> serving = Set.of();
    private Map<InstanceTraffic, Long> drains = Map.of();
    private final Map<GateKey, RateGate> gates = new HashMap<>();

    public Switchboard(TrafficLedger ledger) {
        this.ledger = ledger;
    }

    /** Called after each switch, on the thread that switched. */
    public void onSwitch(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * The rules of the route that serves a request.
     *
     * @return null when there are none or no route serves it
     */
    public @Nullable RouteRules rules(RequestHead request, String host) {
        Table seen = table;
        Table.Entry entry = seen.isRuled() ? seen.find(host, request) : null;
        return entry == null ? null : entry.rules();
    }

    /**
     * An instance of a release, for a request that is not counted.
     *
     * @return null when there is none
     */
    public @Nullable InstanceTraffic bystander(RequestHead request, String host, String release, long nanoTime) {
        Table.Entry entry = table.find(host, request);
        Arm arm = entry == null ? null : entry.arm(release);
        return arm == null ? null : arm.leastBusy(null, nanoTime);
    }

    /**
     * Chooses an instance for a request and counts the request there.
     *
     * @param choice what is known beforehand of its release
     * @return null when no route serves it
     */
    public @Nullable Admission admit(RequestHead request, String host, long nanoTime, Choice choice) {
        Table seen = table;
        while (true) {
            Table.Entry entry = seen.find(host, request);
            if (entry == null) {
                return null;
            }
            Arm arm = entry.draw(choice);
            Admission admission = new Admission(seen, arm, arm.leastBusy(null, nanoTime));
            admission.enter();
            Table now = table;
            if (now == seen) {
                return admission;
            }
            admission.leave();
            seen = now;
        }
    }

    /**
     * Chooses again for a request that its instance did not take: another instance of the same release where there is
     * one.
     *
     * @return false when the table has changed meanwhile, so that the request must be admitted anew; it is then in flight
     *     nowhere
     */
    public boolean readmit(Admission admission, long nanoTime) {
        admission.moveTo(admission.arm().leastBusy(admission.instance(), nanoTime));
        if (table == admission.table()) {
            return true;
        }
        admission.giveUp();
        return false;
    }

    /** Makes these routes the ones that requests follow from now on. */
    public synchronized void install(List<Route> routes) {
        long now = System.nanoTime();
        Map<InstanceTraffic, Long> next = new HashMap<>();
        Set<ReleaseTraffic> releases = new HashSet<>();
        Map<String, List<Table.Entry>> byHost = new HashMap<>();
        for (Route route : routes) {
            Table.Entry entry = entry(route, next, releases);
            for (String host : route.hosts()) {
                byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(entry);
            }
        }
        byHost.values()
                .forEach(entries -> entries.sort(
                        Comparator.comparingInt(Table.Entry::prefixLength).reversed()));
        next.keySet().forEach(InstanceTraffic::revive);
        releases.forEach(ReleaseTraffic::returned);
        table = new Table(byHost);
        forgetGates(routes);
        retireAllBut(next.keySet(), now);
        drains = next;
        ledger.leftAllBut(releases, now);
        listeners.forEach(Runnable::run);
    }

    private Table.Entry entry(Route route, Map<InstanceTraffic, Long> instances, Set<ReleaseTraffic> releases) {
        List<Arm> arms = new ArrayList<>();
        for (Pool pool : route.pools()) {
            ReleaseTraffic traffic = ledger.release(route.key(), pool.release());
            releases.add(traffic);
            List<InstanceTraffic> members =
                    pool.instances().stream().map(traffic::instance).toList();
            if (!members.isEmpty()) {
                arms.add(new Arm(traffic, pool.weight(), members));
            }
            long drain = TimeUnit.MILLISECONDS.toNanos(route.drainTimeoutMillis());
            members.forEach(member -> instances.put(member, drain));
        }
        return new Table.Entry(Wire.bytes(route.pathPrefix()), arms, rules(route));
    }

    private @Nullable RouteRules rules(Route route) {
        Rules rules = route.rules();
        if (rules == null) {
            return null;
        }
        List<Rules.RateLimit> limits = rules.rateLimits() == null ? List.of() : rules.rateLimits();
        List<RateGate> found = limits.stream()
                .map(limit -> gates.computeIfAbsent(
                        new GateKey(route.key(), limit), _ -> new RateGate(limit, System.nanoTime())))
                .toList();
        return new RouteRules(rules, route.pools().getLast().release(), found);
    }

    /** A limit that stays in a route goes on counting over the route's changes. */
    private void forgetGates(List<Route> routes) {
        Set<GateKey> wanted = new HashSet<>();
        for (Route route : routes) {
            Rules rules = route.rules();
            if (rules != null && rules.rateLimits() != null) {
                rules.rateLimits().forEach(limit -> wanted.add(new GateKey(route.key(), limit)));
            }
        }
        gates.keySet().retainAll(wanted);
    }

    private record GateKey(String route, Rules.RateLimit limit) {}

    private void retireAllBut(Set<InstanceTraffic> next, long now) {
        for (InstanceTraffic instance : serving) {
            if (!next.contains(instance)) {
                instance.retire(now, drains.getOrDefault(instance, 0L));
            }
        }
        serving = next;
    }
}
