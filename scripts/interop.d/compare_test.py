"""Tests that the comparison detects each loss, in graphs with one error each. Run by scripts/interop."""

import copy
import io
import sys
import types
import unittest

sys.dont_write_bytecode = True
import compare
import report
from compare import LOST, YES


def truth():
    string = {"type": "string", "value": "a=b"}
    node = {"x": 0.0, "y": 0.0, "attributes": {"note": string}}
    return {
        "nodes": [{**node, "id": "i:a", "label": "A"}, {**node, "id": "i:b", "label": " B\x01", "x": 3.0, "y": 1.0}],
        "edges": [
            {"id": "e0", "source": "i:a", "target": "i:b", "kind": "funds", "weight": "109000000000.25", "start": "2024-05", "end": "2024",
             "attributes": {"sum": {"type": "decimal", "value": "1.10"}, "tags": {"type": "list", "value": ["x", "y"]}}},
            {"id": "e1", "source": "i:a", "target": "i:b", "kind": "funds", "label": "more",
             "attributes": {"sure": {"type": "boolean", "value": True}, "on": {"type": "date", "value": "2024-05"}}},
        ],
    }


class Losses(unittest.TestCase):
    def found(self, aspect, change):
        read = copy.deepcopy(truth())
        read["edges"][0].update(weight=109000000000.25)
        change(read)
        return set(compare.graphs(truth(), read).aspects[aspect])

    def test_nothing_changed(self):
        read = copy.deepcopy(truth())
        for aspect, found in compare.graphs(truth(), read).aspects.items():
            self.assertLessEqual(set(found), {YES, "as text"}, aspect)

    def test_what_is_gone(self):
        for aspect, change in {
            "nodes": lambda read: read["nodes"].pop(),
            "edges": lambda read: read["edges"].pop(),
            "identifiers": lambda read: read["nodes"][0].update(id="n0"),
            "labels": lambda read: read["nodes"][0].update(label="a"),
            "kinds": lambda read: read["edges"][1].update(kind=None),
            "weights": lambda read: read["edges"][0].update(weight=1.0),
            "dates": lambda read: read["edges"][0].update(end="2025"),
            "attributes": lambda read: read["edges"][0]["attributes"].pop("sum"),
            "places": lambda read: [node.update(x=1.0, y=1.0) for node in read["nodes"]],
            "opens": lambda read: read.update(error="no"),
        }.items():
            lost = [one for one in self.found(aspect, change) if one.startswith(LOST)]
            self.assertTrue(lost, aspect)

    def test_values_that_changed(self):
        def with_value(index, name, value):
            return lambda read: read["edges"][index]["attributes"][name].update(value=value)
        for index, name, wrong in ((0, "sum", 1.11), (0, "sum", "1,10"), (0, "tags", ["x"]), (0, "tags", "x"),
                                   (1, "sure", False), (1, "sure", "yes"), (1, "on", "2024-05-01"), (1, "on", "<[1714521600000.0]>")):
            lost = [one for one in self.found("attributes", with_value(index, name, wrong)) if one.startswith(LOST)]
            self.assertTrue(lost, (name, wrong))

    def test_edges_without_direction(self):
        def graph(directed, shows, turned, said=False):
            one = {"id": "e0", "source": "i:a", "target": "i:b", "kind": "shares", "attributes": {}}
            if directed is not None:
                one["attributes"]["directed"] = {"type": "boolean", "value": directed}
            nodes = [{"id": name, "label": name, "attributes": {}} for name in ("i:a", "i:b")]
            read = copy.deepcopy({"nodes": nodes, "edges": [one]})
            read["edges"][0]["directed"] = shows
            if turned:
                read["edges"][0].update(source="i:b", target="i:a")
            if not said:
                read["edges"][0]["attributes"].pop("directed", None)
            return set(compare.graphs({"nodes": nodes, "edges": [one]}, read).aspects["directions"])
        self.assertEqual(graph(False, False, turned=True), {YES})
        self.assertEqual(graph(None, True, turned=False), {YES})
        self.assertEqual(graph(False, True, turned=False, said=True), {"both ways in an attribute"})
        for lost in (graph(False, True, turned=False), graph(None, False, turned=False)):
            self.assertTrue(any(one.startswith(LOST) for one in lost), lost)

    def test_what_is_lesser_is_said(self):
        for aspect, change, said in (
            ("labels", lambda read: read["nodes"][1].update(label=" B\ufffd"), "forbidden characters replaced"),
            ("labels", lambda read: read["nodes"][1].update(label="B\x01"), "ends trimmed"),
            ("weights", lambda read: read["edges"][0].update(weight=108999999488.0), "nearest 32-bit float"),
            ("dates", lambda read: read["edges"][0].update(start="2024-05-01", end="2024-12-31"), "as an interval, widened"),
            ("kinds", lambda read: read["edges"][1].update(kind="funds 2"), "with an ordinal"),
            ("places", lambda read: [node.update(x=10 * node["x"] + 5, y=10 * node["y"]) for node in read["nodes"]], "shifted and scaled"),
        ):
            self.assertIn(said, self.found(aspect, change))

    def test_dates_in_milliseconds(self):
        def change(read):
            days = {"type": "String", "value": "2024-05/2024"}
            read["edges"][0].update(start="1.7145216E12", end="1.7356032E12")
            read["edges"][0]["attributes"]["period"] = days
        self.assertEqual(self.found("dates", change), {"in milliseconds"})

    def test_a_refusal_is_a_loss(self):
        findings = compare.graphs(truth(), {"error": "KeyError: 'bigdecimal'"})
        reading = types.SimpleNamespace(reader="networkx", format="gexf", where="", findings=findings)
        self.assertEqual(report.losses([reading], io.StringIO(), everything=True), 1)


if __name__ == "__main__":
    unittest.main()
