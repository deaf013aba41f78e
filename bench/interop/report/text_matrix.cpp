#include <algorithm>
#include <map>

#include "interop/report/matrix_reports.hpp"

namespace orbbench::interop {
namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

// What a peer says must not steer the terminal that shows it.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; }, '?');
  return text;
}

std::size_t widest_id(const Matrix& matrix) {
  std::size_t width = 4;
  for (const CaseResult& result : matrix.results) {
    width = std::max(width, result.id.size());
  }
  return width;
}

std::string cell(const CaseResult& result) {
  return std::string(to_string(result.outcome)) + (result.stale ? " (stale)" : "");
}

}  // namespace

std::string text_line(const CaseResult& result) {
  std::string line = padded(cell(result), 12) + " " + result.peer + "  " + result.id;
  if (!result.detail.empty()) {
    line += ": " + printable(result.detail);
  }
  return line + "\n";
}

std::string counts_line(const Matrix& matrix, const std::string& peer) {
  return std::to_string(matrix.count(Outcome::Pass, peer)) + " pass, " +
         std::to_string(matrix.count(Outcome::Fail, peer)) + " fail, " +
         std::to_string(matrix.count(Outcome::Unsupported, peer)) + " unsupported by peer, " +
         std::to_string(matrix.count(Outcome::Skipped, peer)) + " skipped";
}

std::string text_matrix(const Matrix& matrix) {
  constexpr std::size_t kColumn = 14;
  const std::size_t width = widest_id(matrix) + 2;
  std::vector<std::string> order;
  std::map<std::string, std::string> rows;
  for (const CaseResult& result : matrix.results) {
    if (!rows.contains(result.id)) {
      order.push_back(result.id);
    }
    rows[result.id] += padded(cell(result), std::max(kColumn, result.peer.size() + 2));
  }
  std::string text = padded("case", width);
  for (const MatrixPeer& peer : matrix.peers) {
    text += padded(peer.name, std::max(kColumn, peer.name.size() + 2));
  }
  text += "\n";
  for (const std::string& id : order) {
    text += padded(id, width) + rows[id] + "\n";
  }
  text += "\n";
  for (const CaseResult& result : matrix.results) {
    text += result.outcome == Outcome::Pass && !result.stale ? "" : text_line(result);
  }
  text += "\n";
  for (const MatrixPeer& peer : matrix.peers) {
    text += peer.name + ": " + counts_line(matrix, peer.name) + "\n";
  }
  return text;
}

}  // namespace orbbench::interop
