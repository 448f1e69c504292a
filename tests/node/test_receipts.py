"""Receipts of a whole batch, made in one walk, are those made one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from esoviet.log.merkle import Tree, leaf_hash
from esoviet.node.receipts import publish, receipt_of, receipts_of
from tests.effort import some
from tests.world import signing_key


@settings(max_examples=some(60), deadline=None)
@given(st.integers(1, 600), st.data())
def test_a_batch_of_receipts_is_what_each_would_be_alone(size: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, size - 1))
    tree = Tree()
    tree.extend(leaf_hash(b"%d" % number) for number in range(size))
    published = publish("esoviet/test", tree, signing_key("host"))
    together = list(receipts_of(tree, start, published))
    assert together == [receipt_of(tree, index, published) for index in range(start, size)]
