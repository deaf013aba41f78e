#include <cstdio>

#include "interop/report/matrix_reports.hpp"
#include "report/markup.hpp"

namespace orbbench::interop {
namespace {

using bench::escaped;

std::string seconds(std::chrono::milliseconds time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(time.count()) / 1000);
  return text;
}

// JUnit knows no "unsupported": both that and skipped are its skipped, told apart by the message.
std::string outcome_element(const CaseResult& result) {
  const std::string message =
      "message=\"" + escaped(std::string(to_string(result.outcome)) + ": " + result.detail) + "\"";
  switch (result.outcome) {
    case Outcome::Pass:
      return result.stale ? "<system-out>" + escaped(result.detail) + "</system-out>" : "";
    case Outcome::Fail:
      return "<failure " + message + "/>";
    case Outcome::Unsupported:
    case Outcome::Skipped:
      break;
  }
  return "<skipped " + message + "/>";
}

std::string suite(const Matrix& matrix, const std::string& peer) {
  std::string cases;
  std::size_t count = 0;
  std::chrono::milliseconds time{0};
  for (const CaseResult& result : matrix.results) {
    if (result.peer != peer) {
      continue;
    }
    cases += "    <testcase classname=\"interop." + escaped(peer) + "\" name=\"" +
             escaped(result.id) + "\" time=\"" + seconds(result.elapsed) + "\">" +
             outcome_element(result) + "</testcase>\n";
    time += result.elapsed;
    ++count;
  }
  const std::size_t skipped =
      matrix.count(Outcome::Skipped, peer) + matrix.count(Outcome::Unsupported, peer);
  return "  <testsuite name=\"interop " + escaped(peer) + "\" timestamp=\"" + matrix.started_at +
         "\" time=\"" + seconds(time) + "\" tests=\"" + std::to_string(count) + "\" failures=\"" +
         std::to_string(matrix.count(Outcome::Fail, peer)) + "\" errors=\"0\" skipped=\"" +
         std::to_string(skipped) + "\">\n" + cases + "  </testsuite>\n";
}

}  // namespace

std::string junit_matrix(const Matrix& matrix) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const MatrixPeer& peer : matrix.peers) {
    xml += suite(matrix, peer.name);
  }
  return xml + "</testsuites>\n";
}

}  // namespace orbbench::interop
