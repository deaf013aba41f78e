#include "orbbench/metrics/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <vector>

#include "name_lookup.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "scripted_server.hpp"
#include "tcp_stream.hpp"

namespace orbbench::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string url_of(const MetricsEndpoint& endpoint) {
  return "http://127.0.0.1:" + std::to_string(endpoint.port());
}

std::string page_text(const MetricsEndpoint& endpoint) {
  const auto answer = httplib::Client("127.0.0.1", endpoint.port()).Get("/metrics");
  EXPECT_TRUE(answer && answer->status == 200);
  return answer ? answer->body : "";
}

std::vector<ServedFamily> contract_families() {
  const std::string deallocations = "polyorb_memory_deallocations_total";
  const std::string sites = "polyorb_deallocation_site_total";
  return {
      {{deallocations, FamilyType::Counter, "Objects released"},
       {{deallocations, {{"service", "orb-core"}}, 1523, std::nullopt},
        {deallocations, {{"service", "orb-core"}, {"critical", "true"}}, 45, std::nullopt}}},
      {{sites, FamilyType::Counter, ""},
       {{sites, {{"site", "z"}, {"priority", "low"}}, 9007199254740992, std::nullopt},
        {sites, {{"site", "a"}, {"priority", "high"}}, 0, std::nullopt}}},
  };
}

TEST(MetricsEndpointTest, WritesTheLinesOfTheContractInTheirOrder) {
  const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
  EXPECT_THAT(
      page_text(endpoint),
      HasSubstr("# HELP polyorb_memory_deallocations_total Objects released\n"
                "# TYPE polyorb_memory_deallocations_total counter\n"
                "polyorb_memory_deallocations_total{service=\"orb-core\"} 1523\n"
                "polyorb_memory_deallocations_total{service=\"orb-core\",critical=\"true\"} "
                "45\n"
                "# TYPE polyorb_deallocation_site_total counter\n"
                "polyorb_deallocation_site_total{site=\"z\",priority=\"low\"} "
                "9007199254740992\n"
                "polyorb_deallocation_site_total{site=\"a\",priority=\"high\"} 0\n"));
}

TEST(MetricsEndpointTest, IsReadByTheScraperAsItWasServed) {
  const std::string name = "h";
  const MetricsEndpoint endpoint("127.0.0.1", 0, [&] {
    return std::vector<ServedFamily>{
        {{name, FamilyType::Histogram, "with \\ and\nnewline"},
         {{"h_bucket", {{"le", "0.5"}, {"x", "1"}}, 2, std::nullopt},
          {"h_bucket", {{"le", "+Inf"}, {"x", "1"}}, 3, std::nullopt},
          {"h_sum", {{"x", "1"}}, 1.25, std::nullopt},
          {"h_count", {{"x", "1"}}, 3, std::nullopt},
          {"h_bucket", {{"le", "+Inf"}, {"x", "2"}}, 4, std::nullopt},
          {"h_count", {{"x", "2"}}, 4, std::nullopt}}},
        {{"s", FamilyType::Summary, ""},
         {{"s", {{"quantile", "0.99"}}, 7, std::nullopt},
          {"s_sum", {}, 70, std::nullopt},
          {"s_count", {}, 10, std::nullopt}}},
        {{"g", FamilyType::Gauge, ""}, {{"g", {{"x", "a\"b\\c\nd"}}, -1.5, 1234}}},
        {{"u", FamilyType::Untyped, ""}, {{"u", {}, 0.1, std::nullopt}}},
    };
  });
  const Exposition page = Scraper(url_of(endpoint)).scrape();
  EXPECT_EQ(page.value("h_bucket", {{"le", "0.5"}, {"x", "1"}}), 2);
  EXPECT_EQ(page.value("h_bucket", {{"le", "+Inf"}, {"x", "1"}}), 3);
  EXPECT_EQ(page.value("h_sum", {{"x", "1"}}), 1.25);
  EXPECT_EQ(page.value("h_count", {{"x", "1"}}), 3);
  EXPECT_EQ(page.value("h_count", {{"x", "2"}}), 4);
  EXPECT_EQ(page.value("s", {{"quantile", "0.99"}}), 7);
  EXPECT_EQ(page.value("s_sum", {}), 70);
  EXPECT_EQ(page.value("s_count", {}), 10);
  EXPECT_EQ(page.value("g", {{"x", "a\"b\\c\nd"}}), -1.5);
  EXPECT_EQ(page.named("g").at(0)->timestamp_ms, 1234);
  EXPECT_EQ(page.value("u", {}), 0.1);
}

TEST(MetricsEndpointTest, CollectsAnewForEachScrape) {
  std::atomic<int> scrapes = 0;
  const MetricsEndpoint endpoint("127.0.0.1", 0, [&] {
    return std::vector<ServedFamily>{
        {{"scrapes", FamilyType::Counter, ""},
         {{"scrapes", {}, static_cast<double>(++scrapes), std::nullopt}}}};
  });
  const Scraper scraper(url_of(endpoint));
  EXPECT_EQ(scraper.scrape().value("scrapes", {}), 1);
  EXPECT_EQ(scraper.scrape().value("scrapes", {}), 2);
}

TEST(MetricsEndpointTest, ServesTheProcessFamilies) {
  const MetricsEndpoint endpoint("127.0.0.1", 0, process_families);
  const Exposition page = Scraper(url_of(endpoint)).scrape();
  EXPECT_GT(page.value("process_start_time_seconds", {}), 1e9);
  EXPECT_GT(page.value("process_resident_memory_bytes", {}), 1e5);
  EXPECT_GT(page.value("process_open_fds", {}), 2);
  EXPECT_GT(page.value("process_threads", {}), 1);
}

TEST(MetricsEndpointTest, ServesNothingButItsPage) {
  const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
  httplib::Client client("127.0.0.1", endpoint.port());
  for (const char* path : {"/", "/etc/passwd", "/../etc/passwd", "/CMakeLists.txt"}) {
    const auto answer = client.Get(path);
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->status, 404) << path;
  }
}

TEST(MetricsEndpointTest, NamesTheAddressInOneLineAndPrintsNothingWhenThePortIsTaken) {
  const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
  const std::string address = "127.0.0.1:" + std::to_string(endpoint.port());
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  std::string message;
  try {
    const MetricsEndpoint second("127.0.0.1", endpoint.port(), contract_families);
  } catch (const EndpointError& error) {
    message = error.what();
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_THAT(message, HasSubstr("metrics endpoint " + address + ": "));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
}

TEST(MetricsEndpointTest, IsRefusedAPortThatAnotherKindOfServerHolds) {
  const ScriptedServer other([](Peer&) {});
  EXPECT_THROW(MetricsEndpoint("127.0.0.1", other.port(), contract_families), EndpointError);
}

TEST(MetricsEndpointTest, RefusesWhatIsNoAddressOfThisHost) {
  for (const char* host : {"", "203.0.113.1", "no-such-host.invalid", "0,127.0.0.1"}) {
    EXPECT_THROW(MetricsEndpoint(host, 0, contract_families), EndpointError) << host;
  }
}

TEST(MetricsEndpointTest, GivesItsPortBackWhenItEnds) {
  std::uint16_t port = 0;
  {
    const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
    port = endpoint.port();
    page_text(endpoint);
  }
  const MetricsEndpoint again("127.0.0.1", port, contract_families);
  EXPECT_EQ(again.port(), port);
}

TEST(MetricsEndpointTest, EndsWithoutWaitingForTheListenerToLookUp) {
  const auto start = std::chrono::steady_clock::now();
  for (int turn = 0; turn < 5; ++turn) {
    const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
    page_text(endpoint);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(MetricsEndpointTest, AnswersWhileOneClientSaysNothing) {
  const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
  const TransferDeadline deadline(std::chrono::seconds(5));
  const TcpStream silent(look_up("127.0.0.1", std::to_string(endpoint.port()), deadline), deadline);
  EXPECT_THAT(page_text(endpoint), HasSubstr("polyorb"));
}

TEST(MetricsEndpointTest, AnswersSeveralScrapersAtOnce) {
  const MetricsEndpoint endpoint("127.0.0.1", 0, contract_families);
  const Scraper scraper(url_of(endpoint));
  std::vector<std::future<std::size_t>> scrapes;
  scrapes.reserve(8);
  for (int thread = 0; thread < 8; ++thread) {
    scrapes.push_back(std::async(std::launch::async, [&] {
      return scraper.scrape().named("polyorb_deallocation_site_total").size();
    }));
  }
  for (auto& scrape : scrapes) {
    EXPECT_EQ(scrape.get(), 2U);
  }
}

}  // namespace
}  // namespace orbbench::metrics
