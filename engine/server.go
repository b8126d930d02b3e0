package engine

import (
	"fmt"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

// clusterName is written into the file with the namespace and can never change.
const clusterName = "homeward"

// services are the parts of the server that need a port, the frontend first. The last one, which runs Temporal's own
// housekeeping workflows (batches, schedules, worker deployments, namespace deletion), is known to the others but never
// started: Homeward uses none of it, and retention is the history service's work. Without it a start takes half the time,
// a stop a second less.
var services = []primitives.ServiceName{
	primitives.FrontendService,
	primitives.HistoryService,
	primitives.MatchingService,
	primitives.WorkerService,
}

var started = []string{
	string(primitives.FrontendService),
	string(primitives.HistoryService),
	string(primitives.MatchingService),
}

// settings are the server's dynamic configuration where its defaults, made for clusters, do not fit one process.
// Updates, waiting for their acceptance and update-with-start are on by default.
var settings = dynamicconfig.StaticClient{
	// One partition: a task handed to an idle worker never takes the way over another partition.
	dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
	dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,

	// Cached workflow states and events are bounded by their size, not by a count made for large hosts.
	dynamicconfig.HistoryCacheSizeBasedLimit.Key():        true,
	dynamicconfig.HistoryCacheHostLevelMaxSizeBytes.Key(): 64 << 20,
	dynamicconfig.EventsCacheMaxSizeBytes.Key():           2 << 20,

	// Hundreds of goroutines a queue would only wait for the one connection; replication has nobody to talk to.
	dynamicconfig.TransferProcessorSchedulerWorkerCount.Key():    queueWorkers,
	dynamicconfig.TimerProcessorSchedulerWorkerCount.Key():       queueWorkers,
	dynamicconfig.MemoryTimerProcessorSchedulerWorkerCount.Key(): queueWorkers,
	dynamicconfig.VisibilityProcessorSchedulerWorkerCount.Key():  queueWorkers,

	dynamicconfig.ReplicationProcessorSchedulerWorkerCount.Key():            1,
	dynamicconfig.ReplicationLowPriorityProcessorSchedulerWorkerCount.Key(): 1,
}

// queueWorkers is how many tasks of one queue (transfer, timer, visibility) run at once; more made nothing faster.
const queueWorkers = 16

// launch starts the services on a prepared database. The server reports some failures, a port taken meanwhile for one,
// only as a fatal line in its log: these come back as errors too.
func launch(database *config.SQL, at ports, log serverLog) (_ temporal.Server, err error) {
	defer func() {
		if end := recover(); end != nil {
			last, ours := end.(fatal)
			if !ours {
				panic(end)
			}
			err = last
		}
	}()
	hosts := map[primitives.ServiceName]static.Hosts{}
	for i, service := range services {
		hosts[service] = static.SingleLocalHost(at[i].String())
	}
	server, err := temporal.NewServer(
		temporal.WithConfig(configuration(database, at)),
		temporal.ForServices(started),
		temporal.WithStaticHosts(hosts),
		temporal.WithDynamicConfigClient(settings),
		temporal.WithLogger(log),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
	)
	if err != nil {
		return nil, fmt.Errorf("configure server: %w", err)
	}
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("start server: %w", err)
	}
	return server, nil
}

func configuration(database *config.SQL, at ports) *config.Config {
	const store = "sqlite"
	c := &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     store,
			VisibilityStore:  store,
			NumHistoryShards: 1,
			DataStores:       map[string]config.DataStore{store: {SQL: database}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: at.frontend()},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		PublicClient:        config.PublicClient{HostPort: at.frontend()},
		Services:            map[string]config.Service{},
	}
	for i, service := range services {
		c.Services[string(service)] = config.Service{RPC: config.RPC{GRPCPort: at[i].Port, BindOnIP: at[i].IP.String()}}
	}
	c.Archival.History.State = "disabled"
	c.Archival.Visibility.State = "disabled"
	c.NamespaceDefaults.Archival.History.State = "disabled"
	c.NamespaceDefaults.Archival.Visibility.State = "disabled"
	return c
}
