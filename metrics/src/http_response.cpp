#include "http_response.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "line_cursor.hpp"

namespace orbbench::metrics {
namespace {

constexpr std::size_t kLargestHead = std::size_t{64} * 1024;

/// What the head of an answer says about its body.
struct Framing {
  std::optional<std::size_t> length;
  bool chunked = false;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  for (char& octet : lowered) {
    if (octet >= 'A' && octet <= 'Z') {
      octet = static_cast<char>(octet + ('a' - 'A'));
    }
  }
  return lowered;
}

std::optional<std::size_t> parse_size(std::string_view text, int base) {
  std::size_t size = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size, base);
  if (fault != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return size;
}

constexpr std::string_view kStatusLine = "HTTP/1.1 200";

void require_status_200(std::string_view line) {
  const std::string_view status = line.substr(0, kStatusLine.size());
  const std::string_view code = status.substr(std::min(status.size(), kStatusLine.size() - 3));
  const bool is_http = status.size() == kStatusLine.size() && status.starts_with("HTTP/1.") &&
                       status[kStatusLine.size() - 4] == ' ' && parse_size(code, 10) &&
                       (line.size() == status.size() || line[status.size()] == ' ');
  if (!is_http) {
    throw TransferError("the answer is not HTTP");
  }
  if (code != "200") {
    throw TransferError("the answer has HTTP status " + std::string(code));
  }
}

void take_header(std::string_view line, Framing& framing) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    throw TransferError("the answer is not HTTP");
  }
  const std::string name = lower_case(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "content-length") {
    const auto length = parse_size(value, 10);
    if (!length || (framing.length && framing.length != length)) {
      throw TransferError("the answer has a bad Content-Length");
    }
    framing.length = length;
  } else if (name == "transfer-encoding") {
    framing.chunked = lower_case(value) == "chunked";
    if (!framing.chunked) {
      throw TransferError("the answer has transfer encoding " + quoted(value));
    }
  } else if (name == "content-encoding" && lower_case(value) != "identity") {
    throw TransferError("the answer has content encoding " + quoted(value));
  }
}

/// Reads an answer piece by piece.
class ResponseReader {
 public:
  ResponseReader(TcpStream& stream, std::size_t max_octets)
      : stream_(stream), max_octets_(max_octets) {}

  std::string read_body() {
    const Framing framing = read_head();
    if (framing.chunked) {
      read_chunks();
    } else if (framing.length) {
      append(*framing.length);
    } else {
      append_rest();
    }
    return std::move(body_);
  }

 private:
  Framing read_head() {
    Framing framing;
    require_status_200(take_line());
    for (std::string line = take_line(); !line.empty(); line = take_line()) {
      take_header(line, framing);
    }
    return framing;
  }

  void read_chunks() {
    while (true) {
      head_octets_ = 0;
      const std::string line = take_line();
      const auto size = parse_size(trimmed(line.substr(0, line.find(';'))), 16);
      if (!size) {
        throw TransferError("the answer has a bad chunk");
      }
      if (*size == 0) {
        break;
      }
      append(*size);
      if (!take_line().empty()) {
        throw TransferError("the answer has a bad chunk");
      }
    }
    while (!take_line().empty()) {
      // Trailers say nothing of the page.
    }
  }

  /// A line of the head or around a chunk, without its end.
  std::string take_line() {
    std::string line;
    while (true) {
      if (next_ == received_.size()) {
        require_more();
      }
      const std::size_t end = std::min(received_.find('\n', next_), received_.size());
      line.append(received_, next_, end - next_);
      head_octets_ += end - next_ + 1;
      next_ = std::min(end + 1, received_.size());
      if (head_octets_ > kLargestHead) {
        throw TransferError("the head of the answer is larger than " +
                            std::to_string(kLargestHead) + " octets");
      }
      if (end < received_.size()) {
        break;
      }
    }
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    return line;
  }

  void append(std::size_t octets) {
    require_room(octets);
    while (octets > 0) {
      if (next_ == received_.size()) {
        require_more();
      }
      const std::size_t piece = std::min(octets, received_.size() - next_);
      body_.append(received_, next_, piece);
      next_ += piece;
      octets -= piece;
    }
  }

  void append_rest() {
    do {
      require_room(received_.size() - next_);
      body_.append(received_, next_);
    } while (receive());
  }

  void require_room(std::size_t octets) const {
    if (octets > max_octets_ - body_.size()) {
      throw TransferError("the page is larger than " + std::to_string(max_octets_) + " octets");
    }
  }

  void require_more() {
    if (!receive()) {
      throw TransferError("the connection was closed before the answer was complete");
    }
  }

  bool receive() {
    received_.resize(kPieceSize);
    received_.resize(stream_.read_some(received_));
    next_ = 0;
    return !received_.empty();
  }

  static constexpr std::size_t kPieceSize = std::size_t{16} * 1024;

  TcpStream& stream_;
  std::size_t max_octets_;
  std::string received_;  ///< the last piece
  std::size_t next_ = 0;  ///< the octet of it that is to be looked at next
  std::size_t head_octets_ = 0;
  std::string body_;
};

}  // namespace

std::string read_http_body(TcpStream& stream, std::size_t max_octets) {
  return ResponseReader(stream, max_octets).read_body();
}

}  // namespace orbbench::metrics
