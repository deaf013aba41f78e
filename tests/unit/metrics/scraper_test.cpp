#include "orbbench/metrics/scraper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/resource.h>

#include <future>
#include <string>
#include <thread>
#include <vector>

#include "scripted_server.hpp"

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Clock = std::chrono::steady_clock;

constexpr ScrapeLimits kShort{.timeout = 300ms, .max_octets = std::size_t{64} * 1024};

std::string scrape_failure(const std::string& url, ScrapeLimits limits = {}) {
  try {
    Scraper(url, limits).scrape();
  } catch (const ScrapeError& error) {
    return error.what();
  }
  return "scraped";
}

std::string failure_on(const std::string& answer, ScrapeLimits limits = {}) {
  const ScriptedServer server(answering(answer));
  return scrape_failure(server.url(), limits);
}

double scraped_value(const std::string& answer) {
  const ScriptedServer server(answering(answer));
  return Scraper(server.url()).scrape().value("a", {}).value_or(-1);
}

TEST(ScraperTest, ReadsAPageOverIpv4) {
  const ScriptedServer server(answering(http_page("a{b=\"c\"} 1\n")));
  EXPECT_EQ(Scraper(server.url()).scrape().value("a", {{"b", "c"}}), 1);
}

TEST(ScraperTest, ReadsAPageOverIpv6) {
  const ScriptedServer server(answering(http_page("a 1\n")), Loopback::Ipv6);
  EXPECT_EQ(Scraper(server.url()).scrape().value("a", {}), 1);
}

TEST(ScraperTest, LooksUpTheNameOfTheHost) {
  const ScriptedServer server(answering(http_page("a 1\n")));
  const Scraper scraper("http://localhost:" + std::to_string(server.port()));
  EXPECT_EQ(scraper.scrape().value("a", {}), 1);
}

TEST(ScraperTest, AsksForThePathAndNoEncodingAndNamesTheHost) {
  std::promise<std::string> head;
  const ScriptedServer server([&](Peer& peer) {
    head.set_value(peer.read_head());
    peer.send(http_page("a 1\n"));
  });
  Scraper(server.url() + "/x?y=z").scrape();
  const std::string request = head.get_future().get();
  EXPECT_THAT(request, StartsWith("GET /x?y=z HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nAccept-Encoding: identity\r\n"));
}

TEST(ScraperTest, ScrapesAgainAndFromCopies) {
  const ScriptedServer server(answering(http_page("a 1\n")));
  const Scraper scraper(server.url());
  const Scraper copy = scraper;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(scraper.scrape().value("a", {}), 1);
  EXPECT_EQ(scraper.scrape().value("a", {}), 1);
  EXPECT_EQ(copy.scrape().value("a", {}), 1);
}

TEST(ScraperTest, ScrapesFromSeveralThreadsAtOnce) {
  const ScriptedServer server(answering(http_page("a 1\n")));
  const Scraper scraper(server.url());
  std::vector<std::future<Exposition>> pages;
  pages.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    pages.push_back(std::async(std::launch::async, [&] { return scraper.scrape(); }));
  }
  for (auto& page : pages) {
    EXPECT_EQ(page.get().value("a", {}), 1);
  }
}

/// cpp-httplib's server, as a server that was not written for this test.
class HttplibServer {
 public:
  HttplibServer() {
    server_.Get("/chunked", [](const httplib::Request&, httplib::Response& response) {
      response.set_chunked_content_provider("text/plain", [](std::size_t, httplib::DataSink& sink) {
        sink.write("a{b=\"1\"} 1\n", 11);
        sink.write("a{b=\"2\"} 2\n", 11);
        sink.done();
        return true;
      });
    });
    server_.Get("/metrics", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("a 1\n", "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
  }
  ~HttplibServer() { server_.stop(); }
  HttplibServer(const HttplibServer&) = delete;
  HttplibServer& operator=(const HttplibServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::jthread thread_;
};

TEST(ScraperTest, ReadsPlainAndChunkedPagesOfAnotherServer) {
  const HttplibServer server;
  EXPECT_EQ(Scraper(server.url()).scrape().value("a", {}), 1);
  EXPECT_EQ(Scraper(server.url() + "/chunked").scrape().value("a", {{"b", "2"}}), 2);
  EXPECT_THAT(scrape_failure(server.url() + "/nothing"), HasSubstr("HTTP status 404"));
}

TEST(ScraperTest, ReadsEveryFramingOfTheBody) {
  EXPECT_EQ(scraped_value("HTTP/1.1 200 OK\r\n\r\na 1\n"), 1);
  EXPECT_EQ(scraped_value("HTTP/1.0 200\r\n\r\na 1\n"), 1);
  EXPECT_EQ(scraped_value("HTTP/1.1 200 OK\nCONTENT-LENGTH: \t4 \n\na 1\nrest"), 1);
  EXPECT_EQ(scraped_value("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
                          "2;x=y\r\na \r\n2 \r\n1\n\r\n000\r\nTrailer: x\r\n\r\n"),
            1);
  EXPECT_EQ(scraped_value("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\na 1\n"), 1);
}

TEST(ScraperTest, NamesUrlLineAndColumnOfAPageThatIsNoPrometheusText) {
  const ScriptedServer server(answering(http_page("a 1\n<html>\n")));
  EXPECT_EQ(
      scrape_failure(server.url()),
      "metrics page " + server.url() +
          "/metrics: not Prometheus text: line 2, column 1: expected a metric name, found '<'");
}

TEST(ScraperTest, NamesTheStatusOfARefusal) {
  EXPECT_THAT(failure_on("HTTP/1.1 503 Service Unavailable\r\n\r\n"),
              HasSubstr("/metrics: the answer has HTTP status 503"));
  EXPECT_THAT(failure_on("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n"),
              HasSubstr("HTTP status 301"));
}

TEST(ScraperTest, RefusesWhatIsNotHttp) {
  for (const char* answer : {"GIOP\x01\x02\n\n\n\n\n\n\n\n\n\n\n\n", "\n", "HTTP/1.\n",
                             "HTTP/1.1\n", "HTTP/1.1 2000 OK\n", "HTTP/1.1 2x0 OK\n",
                             "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"}) {
    EXPECT_THAT(failure_on(answer), HasSubstr("the answer is not HTTP")) << answer;
  }
}

TEST(ScraperTest, RefusesBrokenFraming) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_THAT(failure_on(ok + "Content-Length: -1\r\n\r\n"), HasSubstr("bad Content-Length"));
  EXPECT_THAT(failure_on(ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
              HasSubstr("bad Content-Length"));
  EXPECT_THAT(failure_on(ok + "Transfer-Encoding: gzip\r\n\r\n"), HasSubstr("encoding 'gzip'"));
  EXPECT_THAT(failure_on(ok + "Content-Encoding: gzip\r\n\r\n"), HasSubstr("encoding 'gzip'"));
  EXPECT_THAT(failure_on(chunked + "x\r\n"), HasSubstr("bad chunk"));
  EXPECT_THAT(failure_on(chunked + "1\r\nab\r\n"), HasSubstr("bad chunk"));
}

TEST(ScraperTest, RefusesAnAnswerThatIsCutShort) {
  for (const char* answer :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na 1\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\na 1\n\r\n"}) {
    EXPECT_THAT(failure_on(answer), HasSubstr("closed before the answer was complete")) << answer;
  }
}

TEST(ScraperTest, TakesAPageOfExactlyTheBound) {
  const std::string body = "a 1\n#" + std::string(95, 'x');
  const ScriptedServer server(answering(http_page(body)));
  EXPECT_EQ(Scraper(server.url(), {.max_octets = 100}).scrape().value("a", {}), 1);
  EXPECT_THAT(scrape_failure(server.url(), {.max_octets = 99}),
              HasSubstr("the page is larger than 99 octets"));
}

TEST(ScraperTest, RefusesALargerPageInEveryFraming) {
  const std::string body(200, '#');
  const ScrapeLimits limits{.max_octets = 100};
  const std::string chunked = "Transfer-Encoding: chunked\r\n\r\n";
  for (const std::string& rest :
       {"\r\n" + body, std::string("Content-Length: 18446744073709551615\r\n\r\n"),
        chunked + "32\r\n" + body.substr(150) + "\r\n33\r\n", chunked + "ffffffffffffffff\r\n"}) {
    EXPECT_THAT(failure_on("HTTP/1.1 200 OK\r\n" + rest, limits),
                HasSubstr("the page is larger than 100 octets"));
  }
}

long peak_memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// Sends the same octets until the client goes.
ScriptedServer::Script flooding(std::string start, std::string octets) {
  return [start = std::move(start), octets = std::move(octets)](Peer& peer) {
    peer.read_head();
    bool open = peer.send(start);
    while (open) {
      open = peer.send(octets);
    }
  };
}

TEST(ScraperTest, KeepsLittleOfAPageWithoutEnd) {
  const ScriptedServer server(flooding("HTTP/1.1 200 OK\r\n\r\n", std::string(1 << 20, '#')));
  const long before = peak_memory_kib();
  EXPECT_THAT(scrape_failure(server.url(), {.timeout = 10s, .max_octets = std::size_t{64} * 1024}),
              HasSubstr("larger than 65536 octets"));
  EXPECT_LT(peak_memory_kib() - before, 8 * 1024);
}

TEST(ScraperTest, KeepsLittleOfAHeadWithoutEnd) {
  const ScriptedServer headers(
      flooding("HTTP/1.1 200 OK\r\n", "X: " + std::string(1 << 10, 'x') + "\r\n"));
  const ScriptedServer one_line(flooding("", std::string(1 << 20, 'x')));
  const ScriptedServer trailers(
      flooding("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n"));
  const long before = peak_memory_kib();
  for (const auto* server : {&headers, &one_line, &trailers}) {
    EXPECT_THAT(scrape_failure(server->url(), {.timeout = 10s}),
                HasSubstr("the head of the answer is larger than 65536 octets"));
  }
  EXPECT_LT(peak_memory_kib() - before, 8 * 1024);
}

/// Scrapes with a deadline of 300 ms and sees that it holds.
void expect_late(const std::string& url) {
  const auto start = Clock::now();
  EXPECT_THAT(scrape_failure(url, kShort), HasSubstr("no complete answer within 300 ms"));
  const auto taken = Clock::now() - start;
  EXPECT_GE(taken, 300ms);
  EXPECT_LT(taken, 2s);
}

TEST(ScraperDeadlineTest, EndsAScrapeThatIsNeverAnswered) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_head();
    peer.wait_until_closed();
  });
  expect_late(server.url());
}

/// Sends one octet every 20 ms, so that no single read is late.
ScriptedServer::Script dripping(std::string start, std::string drop) {
  return [start = std::move(start), drop = std::move(drop)](Peer& peer) {
    peer.read_head();
    peer.send(start);
    while (peer.wait(20) == Peer::Line::Open) {
      peer.send(drop);
    }
  };
}

TEST(ScraperDeadlineTest, EndsAScrapeOfWhichTheHeadDrips) {
  const ScriptedServer server(dripping("HTTP/1.1 200 OK\r\nX: ", "x"));
  expect_late(server.url());
}

TEST(ScraperDeadlineTest, EndsAScrapeOfWhichTheBodyDrips) {
  const ScriptedServer server(dripping("HTTP/1.1 200 OK\r\n\r\n", "\n"));
  expect_late(server.url());
}

TEST(ScraperDeadlineTest, EndsAScrapeThatNobodyAccepts) {
  const ScriptedServer server([](Peer& peer) { peer.wait_until_closed(); });
  const auto first = std::async(std::launch::async, [&] { expect_late(server.url()); });
  expect_late(server.url());
}

TEST(ScraperDeadlineTest, EndsAScrapeThatFloodsWithinTheSizeBound) {
  const ScriptedServer server(
      flooding("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n\n\r\n"));
  const ScrapeLimits limits{.timeout = 300ms, .max_octets = std::size_t{1} << 40U};
  const auto start = Clock::now();
  EXPECT_THAT(scrape_failure(server.url(), limits), HasSubstr("no complete answer within 300 ms"));
  EXPECT_LT(Clock::now() - start, 2s);
}

TEST(ScraperTest, NamesAPortWhereNobodyListens) {
  std::string url;
  {
    const ScriptedServer server([](Peer&) {});
    url = server.url();
  }
  const auto start = Clock::now();
  EXPECT_EQ(scrape_failure(url),
            "metrics page " + url + "/metrics: cannot connect: Connection refused");
  EXPECT_LT(Clock::now() - start, 1s);
}

TEST(ScraperTest, NamesAHostThatIsUnknown) {
  EXPECT_THAT(scrape_failure("http://no-such-host.invalid:1"),
              StartsWith("metrics page http://no-such-host.invalid:1/metrics: cannot look up host "
                         "no-such-host.invalid: "));
}

}  // namespace
}  // namespace orbbench::metrics
