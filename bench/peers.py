"""Who takes part, what each promises to its user, and why it is fast where it is.

`python` is the environment an engine runs in; `package` is what its version is read from.
"""

from dataclasses import dataclass

OURS = "citysense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One engine. The promises are those of the file in `bench/engines`, as written there.

    `durable`: what lies on the disk when a batch has been taken; empty for nothing.
    `late`: who makes late, doubled and reopened acts count right. `clock`: who notices that a limit
    has passed. `quantile`: where it comes from. `past`: what it says about an earlier instant.
    `wins`: why it is faster, where it is.
    """

    name: str
    title: str
    package: str
    durable: str
    late: str
    clock: str
    quantile: str
    past: str
    wins: str
    python: str = ".venv-bench"


PEERS = (
    Peer(
        name=OURS,
        title="citysense",
        package="duckdb",
        durable="the batch, in one transaction with all that is derived from it",
        late="the engine, for all 32 kinds of acts of a case, in any order",
        clock="the engine, at the instant asked",
        quantile="within 2 %",
        past="any instant, and what was known by then",
        wins="",
    ),
    Peer(
        name="duckdb_recompute",
        title="DuckDB, recomputed",
        package="duckdb",
        durable="the batch, in one transaction",
        late="the question, which folds all acts each time",
        clock="the question",
        quantile="exact",
        past="any instant, by filtering the acts",
        wins="it only appends, and reading a short log costs less than keeping anything up, but it"
        " reads the whole log for every batch, so its time grows with the history",
    ),
    Peer(
        name="sqlite_tables",
        title="SQLite, tables by hand",
        package="",
        durable="the batch, in one transaction with its counters",
        late="its tables, for these five kinds of acts and nothing else",
        clock="an index on open limits, looked at in each batch",
        quantile="exact, taken in Python",
        past="none: the counters know only now",
        wins="its counters were written for this one question and these five kinds of acts: a batch"
        " touches a few rows of a B-tree and derives nothing that the question does not ask for;"
        " another measure, dimension or instant is another table and trigger",
    ),
    Peer(
        name="pandas_frame",
        title="pandas, a row a case",
        package="pandas",
        durable="",
        late="the fold written here, for these five kinds of acts",
        clock="the question",
        quantile="exact",
        past="none: the frame knows only now",
        wins="it keeps only folded cases, in memory, and writes nothing to a disk",
    ),
    Peer(
        name="polars_frame",
        title="Polars, a row a case",
        package="polars",
        durable="",
        late="the fold written here, for these five kinds of acts",
        clock="the question",
        quantile="exact",
        past="none: the frame knows only now",
        wins="it keeps only folded cases, in memory, writes nothing to a disk, and scans them with"
        " all cores; each batch copies the frame, so its time grows with the history",
    ),
    Peer(
        name="chdb_views",
        title="chDB, materialized view",
        package="chdb-core",
        durable="the batch, synced by part; log and cases are two writes, no transaction",
        late="the view's last time of each kind, for these five kinds of acts",
        clock="the question",
        quantile="exact",
        past="by another question over the acts",
        wins="it appends compressed parts, and its question scans the folded cases with all cores",
    ),
    Peer(
        name="pathway_flow",
        title="Pathway, dataflow",
        package="pathway",
        durable="",
        late="the flow's last time of each kind, for these five kinds of acts",
        clock="its user, who sends passed limits as acts",
        quantile="exact, in a function of ours",
        past="none: the flow knows only now",
        wins="it is incremental like citysense, in memory and without a disk (its snapshots of"
        " inputs were not switched on)",
        python=".venv-bench-pathway",
    ),
    Peer(
        name="perspective_views",
        title="Perspective, live views",
        package="perspective-python",
        durable="",
        late="its user, who folds the acts in Python before it sees them",
        clock="its user, who sends rows whose limit has passed",
        quantile="not offered; taken in Python",
        past="none: the table knows only now",
        wins="the fold is a Python dictionary in memory for five kinds of acts, its views add up"
        " changed rows alone, and nothing is written to a disk",
    ),
)
