"""Lets an application of the `eventsourcing` library keep its events in a ledger:
`PERSISTENCE_MODULE=infrastructure.store.factory` and `KRONIEK_LEDGER=<path or URL>`."""

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    InfrastructureFactoryError,
    NotSupportedError,
    ProcessRecorder,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from domain.errors import NotFound
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from infrastructure.store.tracking import FollowingRecorder, Tracker, create_tracking


class LedgerFactory(InfrastructureFactory[Tracker]):
    """Recorders over one ledger. It is opened when the first recorder is asked for, and made when it is missing, unless
    `CREATE_TABLE` says no."""

    LEDGER = "KRONIEK_LEDGER"
    CREATE_TABLE = "CREATE_TABLE"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.url = self.env.get(self.LEDGER)
        if not self.url:
            keys = " or ".join(self.env.create_keys(self.LEDGER))
            raise InfrastructureFactoryError(f"no ledger is named in the environment; set {keys} to a path or a URL")
        self.opened: Datastore | None = None

    @property
    def may_create(self) -> bool:
        return strtobool(self.env.get(self.CREATE_TABLE) or "yes")

    @property
    def store(self) -> Datastore:
        if self.opened is None:
            assert self.url
            try:
                self.opened = Datastore.open(self.url)
            except NotFound:
                if not self.may_create:
                    raise
                self.opened = Datastore.create(self.url)
        return self.opened

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """The recorder of entries. A ledger keeps nothing else: what can be computed from entries is a projection.

        Raises:
            NotSupportedError: of the library, for another purpose, such as snapshots.
        """
        if purpose != "events":
            raise NotSupportedError(f"a ledger keeps entries, not {purpose}; run the application without {purpose}")
        return self.application_recorder()

    def application_recorder(self) -> ApplicationRecorder:
        return Recorder(self.store)

    def tracking_recorder(self, tracking_recorder_class: type[Tracker] | None = None) -> Tracker:
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        wanted: type[Tracker] = tracking_recorder_class or (resolve_topic(topic) if topic else Tracker)
        self.ready_for_tracking()
        return wanted(self.store)

    def process_recorder(self) -> ProcessRecorder:
        self.ready_for_tracking()
        return FollowingRecorder(self.store)

    def ready_for_tracking(self) -> None:
        if self.may_create:
            create_tracking(self.store)

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
