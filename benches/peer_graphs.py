"""Writes a graph with igraph or networkx, and says how many CPU seconds and how much memory that took: one line of JSON.

Usage: peer_graphs.py igraph|networkx graphml|gexf|dot GRAPH.json OUT

The graph is what `cargo bench --bench graphs -- json` writes, a node or an edge a line. Only the writing is measured.
"""

import json
import os
import sys


def read(path):
    """Nodes and edges with typed attributes; amounts are doubles, since the peers have no decimals."""
    nodes, edges = [], []
    into = None
    decode = json.JSONDecoder().raw_decode
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith('"nodes":['):
                into = nodes
            elif line.startswith('"edges":['):
                into = edges
            elif into is not None and line.startswith("{"):
                into.append(flat(decode(line)[0]))
    return nodes, edges


TYPES = {"integer": int, "decimal": float, "boolean": bool}


def flat(entry):
    attributes = entry.pop("attributes")
    for name, typed in attributes.items():
        entry[name] = TYPES.get(typed["type"], str)(typed["value"])
    if "weight" in entry:
        entry["weight"] = float(entry["weight"])
    # networkx reserves these names.
    for name in ("start", "end"):
        if name in entry:
            entry[f"{name}_date"] = entry.pop(name)
    return {sys.intern(name): sys.intern(value) if isinstance(value, str) else value for name, value in entry.items()}


def in_igraph(nodes, edges):
    import igraph

    number = {node["id"]: index for index, node in enumerate(nodes)}
    graph = igraph.Graph(n=len(nodes), directed=True)
    graph.add_edges((number[edge.pop("source")], number[edge.pop("target")]) for edge in edges)
    for name in nodes[0]:
        graph.vs["name" if name == "id" else name] = [node[name] for node in nodes]
    for name in edges[0]:
        if name != "id":
            graph.es[name] = [edge[name] for edge in edges]
    return {"graphml": graph.write_graphml, "dot": graph.write_dot}


def in_networkx(nodes, edges):
    import networkx

    graph = networkx.MultiDiGraph()
    graph.add_nodes_from((node.pop("id"), node) for node in nodes)
    graph.add_edges_from((edge.pop("source"), edge.pop("target"), edge.pop("id"), edge) for edge in edges)
    return {
        "graphml": lambda out: networkx.write_graphml(graph, out),
        "gexf": lambda out: networkx.write_gexf(graph, out, version="1.2draft"),
    }


def memory(name):
    with open("/proc/self/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(name))


def main():
    library, name, path, out = sys.argv[1:]
    nodes, edges = read(path)
    counts = (len(nodes), len(edges))
    write = {"igraph": in_igraph, "networkx": in_networkx}[library](nodes, edges)[name]
    del nodes, edges
    with open("/proc/self/clear_refs", "w", encoding="utf-8") as file:
        file.write("5")
    before, held = sum(os.times()[:2]), memory("VmRSS")
    write(out)
    cpu = sum(os.times()[:2]) - before
    figures = {"format": name, "nodes": counts[0], "edges": counts[1], "cpu_s": round(cpu, 2), "graph_mib": round(held)}
    print(json.dumps({**figures, "peak_mib": round(memory("VmHWM")), "bytes": os.path.getsize(out) if os.path.isfile(out) else 0}))


main()
