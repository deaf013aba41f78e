#include <nlohmann/json.hpp>

#include "interop/report/matrix_reports.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::ordered_json;

ordered_json counts(const Matrix& matrix, const std::string& peer) {
  ordered_json object;
  for (const Outcome outcome :
       {Outcome::Pass, Outcome::Fail, Outcome::Unsupported, Outcome::Skipped}) {
    object[to_string(outcome)] = matrix.count(outcome, peer);
  }
  return object;
}

}  // namespace

std::string json_matrix(const Matrix& matrix) {
  ordered_json peers = ordered_json::array();
  for (const MatrixPeer& peer : matrix.peers) {
    peers.push_back({{"name", peer.name},
                     {"kind", peer.kind},
                     {"interfaces", peer.interfaces},
                     {"counts", counts(matrix, peer.name)}});
  }
  ordered_json results = ordered_json::array();
  for (const CaseResult& result : matrix.results) {
    results.push_back({{"case", result.id},
                       {"interface", result.interface},
                       {"peer", result.peer},
                       {"outcome", to_string(result.outcome)},
                       {"stale_declaration", result.stale},
                       {"elapsed_ms", result.elapsed.count()},
                       {"detail", result.detail}});
  }
  const ordered_json document{{"exit_code", matrix.exit_code()},
                              {"started_at", matrix.started_at},
                              {"counts", counts(matrix, "")},
                              {"peers", peers},
                              {"results", results}};
  constexpr int kIndent = 2;
  // What a peer says may not be UTF-8.
  return document.dump(kIndent, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace orbbench::interop
