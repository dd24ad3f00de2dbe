//! Connections: accepted, given a time for their headers, and ended when the server ends.

use super::log::{Line, Lines, Logged};
use super::route::{Server, kind_of};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_io_timeout::TimeoutWriter;
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

/// So long a client may take for the headers of a request, and keep a connection open without one.
const TIME_OF_HEADERS: Duration = Duration::from_secs(15);
/// So long a client may take nothing of an answer.
const TIME_WITHOUT_READING: Duration = Duration::from_secs(60);
/// So long answers may take that were begun when the server is told to end: longer than a query may by default.
const TIME_TO_END: Duration = Duration::from_secs(12);
/// After so long somebody who waits for the end is told why.
const TIME_TO_TELL: Duration = Duration::from_millis(300);
/// The most bytes of the head of a request.
const MOST_OF_HEAD: usize = 1 << 16;
/// The most connections; further ones are closed.
const MOST_CONNECTIONS: u64 = 8192;

/// Where requests come in, and who answers.
pub struct Listening {
    /// Who answers.
    pub server: Arc<Server>,
    /// Where requests are logged.
    pub lines: Option<Lines>,
    /// Whether the client is who a proxy on this machine says it is.
    pub is_behind_proxy: bool,
}

impl Listening {
    /// Answers until it is told to end; then answers that have begun have some time, unless it is told once more.
    pub async fn answer(self: Arc<Self>, listener: TcpListener, told_to_end: impl AsyncFn(), tell: impl Fn(&str)) {
        let graceful = GracefulShutdown::new();
        let mut end = pin!(told_to_end());
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, client)) => self.connect(stream, client, &graceful),
                    // No handles are left, or the client is gone.
                    Err(_) => sleep(Duration::from_millis(20)).await,
                },
                () = &mut end => break,
            }
        }
        drop(listener);
        let finish = async {
            sleep(TIME_TO_TELL).await;
            tell("answers that have begun are finished; Ctrl-C once more ends them");
            sleep(TIME_TO_END).await;
        };
        tokio::select! {
            () = graceful.shutdown() => {}
            () = finish => {}
            () = told_to_end() => {}
        }
    }

    fn connect(self: &Arc<Self>, stream: TcpStream, client: SocketAddr, graceful: &GracefulShutdown) {
        let metrics = &self.server.metrics;
        if metrics.connect() > MOST_CONNECTIONS {
            metrics.disconnect();
            return;
        }
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutWriter::new(stream);
        stream.set_timeout(Some(TIME_WITHOUT_READING));
        let listening = Arc::clone(self);
        let service = service_fn(move |request| Arc::clone(&listening).serve(client.ip(), request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(TIME_OF_HEADERS)
            .max_buf_size(MOST_OF_HEAD)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = graceful.watch(connection);
        let metrics = Arc::clone(metrics);
        tokio::spawn(async move {
            // What a client does wrong ends its connection only.
            let _ = connection.await;
            metrics.disconnect();
        });
    }

    /// Answers a request, with compression and for other sites.
    async fn serve(
        self: Arc<Self>,
        peer: IpAddr,
        request: Request<Incoming>,
    ) -> Result<
        Response<impl http_body::Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>>>,
        Infallible,
    > {
        let (begun, time) = (Instant::now(), SystemTime::now());
        let client = self.client(peer, &request);
        let kind = kind_of(request.uri().path());
        let named = format!("{} {} {:?}", request.method(), request.uri(), request.version());
        let server = Arc::clone(&self.server);
        let answer = tower::service_fn(move |request| {
            let server = Arc::clone(&server);
            async move { Ok::<_, Infallible>(server.answer(client, request).await) }
        });
        let service = ServiceBuilder::new()
            .option_layer((!self.server.is_private).then(for_other_sites))
            .layer(CompressionLayer::new().gzip(true))
            .service(answer);
        let response = service.oneshot(request).await?;
        let status = response.status().as_u16();
        self.server.metrics.request(kind, status, begun.elapsed());
        let line = Line {
            client,
            time,
            request: named,
            status,
        };
        let metrics = Arc::clone(&self.server.metrics);
        let lines = self.lines.clone();
        Ok(response.map(|body| Logged::new(Box::pin(body), line, lines, move |bytes| metrics.sent(bytes))))
    }

    /// Who asks: behind a proxy, the last address that it gives.
    fn client(&self, peer: IpAddr, request: &Request<Incoming>) -> IpAddr {
        if !(self.is_behind_proxy && peer.is_loopback()) {
            return peer;
        }
        let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
        let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        last.unwrap_or(peer)
    }
}

/// Everybody may read what is published (CORS).
fn for_other_sites() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::OPTIONS])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::ETAG, header::LOCATION, header::RETRY_AFTER])
        .max_age(Duration::from_secs(3600))
}

/// Answers each request with what is counted.
pub async fn answer_counts(listener: TcpListener, server: Arc<Server>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        let server = Arc::clone(&server);
        let service = service_fn(move |_: Request<Incoming>| {
            let mut response = Response::new(Full::new(Bytes::from(server.counted())));
            let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, text);
            async move { Ok::<_, Infallible>(response) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(TIME_OF_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

/// A listener at an address.
///
/// # Errors
/// When it is in use, or is not this machine's.
pub async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}
