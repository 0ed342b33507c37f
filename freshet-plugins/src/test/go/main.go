// A plugin for the tests of Freshet, made with Grafana's public SDK.
//
// What a stream does stands in its path: rate/<packets per second>, stamp/<packets per second> with
// the time of sending in nanoseconds, flood/<packets>, error, panic, large/<bytes>. What stands behind
// the number tells streams apart.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

type source struct {
	settings backend.DataSourceInstanceSettings
	disposed bool
}

func newSource(_ context.Context, settings backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	if len(settings.JSONData) == 0 {
		return nil, errors.New("no jsonData")
	}
	log.DefaultLogger.Info("instance made", "uid", settings.UID)
	return &source{settings: settings}, nil
}

func (s *source) Dispose() { s.disposed = true }

func frame(n int64) *data.Frame {
	return data.NewFrame("count",
		data.NewField("time", nil, []time.Time{time.UnixMilli(n)}),
		data.NewField("n", nil, []int64{n}))
}

func split(path string) (string, int64) {
	word, number, _ := strings.Cut(path, "/")
	number, _, _ = strings.Cut(number, "/")
	n, _ := strconv.ParseInt(number, 10, 64)
	return word, n
}

func (s *source) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	switch word, _ := split(req.Path); word {
	case "rate", "stamp", "flood", "error", "panic", "large":
		initial, err := backend.NewInitialFrame(frame(0), data.IncludeSchemaOnly)
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK, InitialData: initial}, err
	case "secret":
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied}, nil
	case "namespace":
		return nil, fmt.Errorf("cannot subscribe to %s", req.PluginContext.Namespace)
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
}

func (s *source) PublishStream(_ context.Context, req *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusOK, Data: req.Data}, nil
}

func (s *source) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	word, n := split(req.Path)
	switch word {
	case "rate":
		ticker := time.NewTicker(time.Second / time.Duration(n))
		defer ticker.Stop()
		for i := int64(1); ; i++ {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-ticker.C:
				if err := sender.SendFrame(frame(i), data.IncludeDataOnly); err != nil {
					return err
				}
			}
		}
	case "stamp":
		ticker := time.NewTicker(time.Second / time.Duration(n))
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-ticker.C:
				if err := sender.SendJSON(strconv.AppendInt(nil, time.Now().UnixNano(), 10)); err != nil {
					return err
				}
			}
		}
	case "flood":
		for i := int64(1); i <= n; i++ {
			if err := sender.SendJSON(fmt.Appendf(nil, `{"data":{"values":[[%d],[%d]]}}`, i, i)); err != nil {
				return err
			}
		}
		return nil
	case "large":
		return sender.SendJSON(append(append([]byte{'"'}, strings.Repeat("x", int(n)-2)...), '"'))
	case "panic":
		panic("a panic inside of a call")
	}
	return errors.New("broker unreachable")
}

func (s *source) CheckHealth(_ context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	details, err := json.Marshal(map[string]any{
		"uid": s.settings.UID, "password": s.settings.DecryptedSecureJSONData["password"],
		"namespace": req.PluginContext.Namespace, "agent": req.PluginContext.UserAgent.String(),
	})
	fmt.Println("printed while serving")
	fmt.Fprintln(os.Stderr, "printed to stderr while serving")
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: "works", JSONDetails: details}, err
}

func (s *source) QueryData(_ context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	for _, query := range req.Queries {
		response.Responses[query.RefID] = backend.DataResponse{Frames: data.Frames{frame(query.MaxDataPoints)}}
	}
	return response, nil
}

// CallResource serves echo/..., which tells what it was asked and gives the body back.
func (s *source) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/echo/", func(w http.ResponseWriter, r *http.Request) {
		var body []byte
		if r.Body != nil { // as with every request without a body
			body, _ = io.ReadAll(r.Body)
		}
		w.Header().Set("X-Path", fmt.Sprintf("%s %s %v %s %s", r.Method, r.URL.Path, r.URL.Query()["x"], r.Header.Get("X-Own"), s.settings.UID))
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(body)
	})
	return httpadapter.New(mux).CallResource(ctx, req, sender)
}

func main() {
	if err := datasource.Manage("test", newSource, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error(err.Error())
		os.Exit(1)
	}
}
