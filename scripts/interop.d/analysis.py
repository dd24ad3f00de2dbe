#!/usr/bin/env python3
"""Compares measures of graphs with what networkx and igraph give for the same graphs, to 1e-9.

  SOURCIER_ANALYSIS_OUT=values.json cargo test --test integration analysis::    our values, for many graphs
  scripts/interop.d/analysis.py check values.json                 compared with networkx and igraph, as they are today
  scripts/interop.d/analysis.py fixture > tests/fixtures/analysis.json     graphs with the values of networkx
  scripts/interop.d/analysis.py graph > edges.txt        67 000 nodes, a million edges, communities of all sizes
  scripts/interop.d/analysis.py speed edges.txt                   CPU seconds of igraph; edges.txt: a pair a line

Needs networkx and igraph (pip install networkx igraph).
"""

import itertools
import json
import random
import sys
import time

import igraph
import networkx as nx

TOLERANCE = 1e-9
PARTITIONS = ["component", "strong_component"]


def random_graph(seed):
    """A multigraph with parallel edges, self-loops, isolated nodes and several components."""
    dice = random.Random(seed)
    nodes = dice.randint(2, 40)
    parts = dice.randint(1, 3)
    edges = []
    for _ in range(dice.randint(0, 3 * nodes)):
        start = dice.randrange(nodes)
        near = [node for node in range(nodes) if node % parts == start % parts]
        end = start if dice.random() < 0.06 else dice.choice(near)
        edges.append([start, end])
        if dice.random() < 0.15:
            edges.append([start, end] if dice.random() < 0.5 else [end, start])
    weights = [dice.choice([0.5, 1, 2, 3.25, 10]) for _ in edges]
    return {"nodes": nodes, "edges": edges, "weights": weights}


def multigraph(graph, kind):
    made = kind()
    made.add_nodes_from(range(graph["nodes"]))
    for (start, end), weight in zip(graph["edges"], graph["weights"]):
        made.add_edge(start, end, weight=weight)
    return made


def of_networkx(graph):
    """Every measure of networkx, with the calls that the documentation of src/analysis names."""
    whole = multigraph(graph, nx.MultiDiGraph)
    both_ways = multigraph(graph, nx.MultiGraph)
    simple = nx.Graph(both_ways)
    arrows = nx.DiGraph(whole)
    bare = nx.Graph(simple)
    bare.remove_edges_from(list(nx.selfloop_edges(bare)))
    nodes = range(graph["nodes"])
    values = {
        "degree": dict(whole.degree()),
        "in_degree": dict(whole.in_degree()),
        "out_degree": dict(whole.out_degree()),
        "weighted_degree": dict(whole.degree(weight="weight")),
        "weighted_in_degree": dict(whole.in_degree(weight="weight")),
        "weighted_out_degree": dict(whole.out_degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(simple),
        "betweenness_directed": nx.betweenness_centrality(arrows),
        "closeness": nx.closeness_centrality(simple),
        "closeness_directed": nx.closeness_centrality(arrows),
        "pagerank": nx.pagerank(whole, weight=None, tol=1e-15, max_iter=10_000),
        "pagerank_weighted": nx.pagerank(whole, weight="weight", tol=1e-15, max_iter=10_000),
        "core": nx.core_number(bare),
        "component": numbered(nx.weakly_connected_components(whole)),
        "strong_component": numbered(nx.strongly_connected_components(whole)),
    }
    values = {name: [column[node] for node in nodes] for name, column in values.items()}
    cut = set(nx.articulation_points(simple))
    values["articulation"] = [node in cut for node in nodes]
    # networkx excludes parallel edges only if the graph is a multigraph.
    ends = {frozenset(pair) for pair in nx.bridges(both_ways)}
    values["bridges"] = [edge for edge, pair in enumerate(graph["edges"]) if frozenset(pair) in ends]
    return values


def numbered(groups):
    """Groups by number: the largest is 1, those of equal size in the order of their first node."""
    ranked = sorted(map(sorted, groups), key=lambda group: (-len(group), group[0]))
    return {node: rank + 1 for rank, group in enumerate(ranked) for node in group}


def of_igraph(graph):
    """The same measures of igraph, on simplified graphs, since it counts parallel edges as separate paths."""
    whole = igraph.Graph(graph["nodes"], graph["edges"], directed=True)
    both_ways = igraph.Graph(graph["nodes"], graph["edges"])
    bare = both_ways.copy().simplify()
    arrows = whole.copy().simplify()
    count = graph["nodes"]
    pairs = (count - 1) * (count - 2)
    scaled = lambda values, ways: [ways * value / pairs if pairs else value for value in values]
    found = {
        "degree": whole.degree(),
        "in_degree": whole.indegree(),
        "out_degree": whole.outdegree(),
        "weighted_degree": whole.strength(weights=graph["weights"]),
        "betweenness": scaled(bare.betweenness(), 2),
        "betweenness_directed": scaled(arrows.betweenness(), 1),
        "pagerank": whole.pagerank(),
        "pagerank_weighted": whole.pagerank(weights=graph["weights"]),
        "core": bare.coreness(),
        "component": list(map(numbered(whole.connected_components("weak")).get, range(count))),
        "strong_component": list(map(numbered(whole.connected_components("strong")).get, range(count))),
        "bridges": sorted(both_ways.bridges()),
    }
    cut = set(both_ways.articulation_points())
    found["articulation"] = [node in cut for node in range(count)]
    if not graph["edges"] or not any(graph["weights"]):
        del found["pagerank_weighted"]
    return found


def compare(name, ours, theirs, where):
    assert len(ours) == len(theirs), f"{where}: {name}: {len(ours)} values, not {len(theirs)}"
    worst = 0.0
    for node, (one, other) in enumerate(zip(ours, theirs)):
        difference = abs(float(one) - float(other))
        assert difference <= TOLERANCE, f"{where}: {name} of {node} is {one}, not {other}"
        worst = max(worst, difference)
    return worst


def check_communities(graph, values, where):
    """Communities are random; their modularity is reproducible, and each is connected."""
    both_ways = multigraph(graph, nx.MultiGraph)
    undirected = igraph.Graph(graph["nodes"], graph["edges"])
    lost = []
    for suffix, weights in [("", None), ("_weighted", graph["weights"])]:
        groups = values["community" + suffix]
        ours = values["modularity" + suffix]
        if not graph["edges"]:
            assert ours == 0, f"{where}: modularity {ours} without edges"
            continue
        sets = [
            {node for node in range(graph["nodes"]) if groups[node] == group} for group in sorted(set(groups))
        ]
        theirs = nx.community.modularity(both_ways, sets, weight="weight" if weights else None)
        assert abs(ours - theirs) <= TOLERANCE, f"{where}: modularity{suffix} is {ours}, in networkx {theirs}"
        theirs = undirected.modularity(groups, weights=weights, directed=False)
        assert abs(ours - theirs) <= TOLERANCE, f"{where}: modularity{suffix} is {ours}, in igraph {theirs}"
        for group in sets:
            assert nx.is_connected(both_ways.subgraph(group)), f"{where}: community {group} is in parts"
        igraph.set_random_number_generator(random.Random(1))
        peer = undirected.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
        lost.append(peer.modularity if weights is None else undirected.modularity(peer, weights=weights))
        lost[-1] -= ours
    return lost


def check_paths(graph, values, where):
    """All simple paths, sorted by length and then by nodes: Yen's are the first of them."""
    for asked in values["paths"]:
        kind = nx.DiGraph if asked["directed"] else nx.Graph
        simple = kind(multigraph(graph, nx.MultiDiGraph if asked["directed"] else nx.MultiGraph))
        start, end, k, paths = asked["from"], asked["to"], asked["k"], asked["paths"]
        assert len(paths) <= k
        if start == end:
            assert paths == [[start]], f"{where}: from a node to itself: {paths}"
            continue
        try:
            theirs = list(itertools.islice(nx.shortest_simple_paths(simple, start, end), k))
        except nx.NetworkXNoPath:
            theirs = []
        assert [len(path) for path in paths] == [len(path) for path in theirs], f"{where}: lengths from {start} to {end}"
        assert len({tuple(path) for path in paths}) == len(paths), f"{where}: a path stands twice"
        assert paths == sorted(paths, key=lambda path: (len(path), path)), f"{where}: order from {start} to {end}"
        for path in paths:
            assert nx.is_simple_path(simple, path) and path[0] == start and path[-1] == end, f"{where}: {path}"
        if len(theirs) < k:
            assert sorted(paths) == sorted(theirs), f"{where}: paths from {start} to {end}"
        elif len(paths[-1]) <= 6:
            assert paths == first_paths(simple, start, end, k), f"{where}: the first {k} paths from {start} to {end}"


def first_paths(simple, start, end, k):
    """The first k by length and then by nodes, of all paths, since networkx does not define the order of equally long ones."""
    if start == end:
        return [[start]]
    found = []
    if nx.has_path(simple, start, end):
        for path in nx.shortest_simple_paths(simple, start, end):
            if len(found) >= k and len(path) > len(found[k - 1]):
                break
            found.append(path)
    return sorted(found, key=lambda path: (len(path), path))[:k]


def asked_paths(graph):
    """Paths between the first node and the last, and two others; undirected and directed."""
    asked = []
    for start, end, k in [(0, graph["nodes"] - 1, 7), (1 % graph["nodes"], graph["nodes"] // 2, 25)]:
        for directed in [False, True]:
            kind = nx.MultiDiGraph if directed else nx.MultiGraph
            simple = (nx.DiGraph if directed else nx.Graph)(multigraph(graph, kind))
            paths = first_paths(simple, start, end, k)
            asked.append({"from": start, "to": end, "k": k, "directed": directed, "paths": paths})
    return asked


def check(path):
    graphs = json.load(open(path))
    worst, lost, compared = {}, [], 0
    for index, graph in enumerate(graphs):
        where = f"graph {index} ({graph['nodes']} nodes, {len(graph['edges'])} edges)"
        for program, values in [("networkx", of_networkx(graph)), ("igraph", of_igraph(graph))]:
            for name, theirs in values.items():
                if name in graph:
                    difference = compare(name, graph[name], theirs, f"{where}, {program}")
                    worst[name] = max(worst.get(name, 0.0), difference)
                    compared += len(theirs)
        lost += check_communities(graph, graph, where)
        check_paths(graph, graph, where)
    assert graphs, "there are no graphs"
    assert sum(lost) / len(lost) < 0.002, f"communities are worse than igraph's: {sum(lost) / len(lost)} on average"
    print(f"{len(graphs)} graphs, {compared} values as in networkx {nx.__version__} and igraph {igraph.__version__}")
    for name, difference in worst.items():
        print(f"  {name:<24} differs by {difference:.1e} at most")
    print(f"  modularity, igraph's less ours: {sum(lost) / len(lost):.5f} on average, {max(lost):.5f} at most")


def fixture():
    """Small graphs with networkx's values, for tests that run without Python."""
    named = [
        {"name": "none", "nodes": 0, "edges": []},
        {"name": "one", "nodes": 1, "edges": []},
        {"name": "a loop", "nodes": 1, "edges": [[0, 0]]},
        {"name": "two ways", "nodes": 2, "edges": [[0, 1], [1, 0], [0, 1]]},
    ]
    club = nx.convert_node_labels_to_integers(nx.karate_club_graph())
    named.append({"name": "Zachary's karate club", "nodes": len(club), "edges": [list(pair) for pair in club.edges]})
    for graph in named:
        graph["weights"] = [1.0] * len(graph["edges"])
    named += [{"name": f"random {seed}", **random_graph(seed)} for seed in range(1, 13)]
    for graph in named:
        graph["values"] = of_networkx(graph) if graph["nodes"] else {}
        graph["paths"] = asked_paths(graph) if graph["nodes"] else []
    made = f"scripts/interop.d/analysis.py fixture, with networkx {nx.__version__}"
    lines = ",\n".join(json.dumps(graph) for graph in named)
    print(f'{{"made_by": {json.dumps(made)}, "graphs": [\n{lines}\n]}}')


def large_graph():
    """Communities from 20 nodes to 3000; 7 edges in 10 stay within; some nodes have far more edges than others."""
    dice = random.Random(7)
    nodes, edges = 67_000, 1_000_000
    bounds = [0]
    while bounds[-1] < nodes:
        size = min(3000, int(20 * (1 - dice.random()) ** -0.9))
        bounds.append(min(nodes, bounds[-1] + size))
    community = [index for index in range(len(bounds) - 1) for _ in range(bounds[index], bounds[index + 1])]
    sums = list(itertools.accumulate(sorted((rank + 1) ** -0.4 for rank in range(nodes))))
    popular = list(range(nodes))
    dice.shuffle(popular)
    names = list(range(nodes))
    dice.shuffle(names)
    drawn = iter(dice.choices(popular, cum_weights=sums, k=2 * edges))
    lines = []
    for start in itertools.islice(drawn, edges):
        group = community[start]
        inside = dice.random() < 0.7
        end = dice.randrange(bounds[group], bounds[group + 1]) if inside else next(drawn)
        lines.append(f"{names[start]} {names[end]}\n")
    sys.stdout.writelines(lines)


def speed(path):
    """CPU seconds of igraph on an edge list."""
    edges = [tuple(map(int, line.split())) for line in open(path)]
    nodes = 1 + max(map(max, edges))
    whole = igraph.Graph(nodes, edges, directed=True)
    both_ways = igraph.Graph(nodes, edges)
    ask = {
        "pagerank": lambda: whole.pagerank(),
        "community, 2 iterations (igraph's default)": lambda: both_ways.community_leiden("modularity").modularity,
        "community, until stable": lambda: both_ways.community_leiden("modularity", n_iterations=-1).modularity,
        "core": lambda: both_ways.coreness(),
        "component": lambda: len(whole.connected_components("weak")),
        "strong_component": lambda: len(whole.connected_components("strong")),
        "articulation": lambda: len(both_ways.articulation_points()),
        "bridges": lambda: len(both_ways.bridges()),
    }
    for name, question in ask.items():
        begin = time.process_time()
        answer = question()
        took = time.process_time() - begin
        print(f"igraph {name:<44} {took:7.3f} s  {answer if isinstance(answer, (int, float)) else ''}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check", values]:
            check(values)
        case ["fixture"]:
            fixture()
        case ["graph"]:
            large_graph()
        case ["speed", edges]:
            speed(edges)
        case _:
            sys.exit(__doc__)
