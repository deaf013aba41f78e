#include "spool_record.hpp"

#include <zlib.h>

#include "orbbench/store/store_error.hpp"

namespace orbbench::store {
namespace {

std::string head_of(std::string_view body) {
  const auto sum =
      crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size());  // zlib's own type
  return "orbbench-spool 1 " + std::to_string(body.size()) + " " + std::to_string(sum) + "\n";
}

}  // namespace

std::string make_record(const std::string& body) {
  return head_of(body) + body;
}

std::string_view body_of(std::string_view record) {
  const std::size_t end = record.find('\n');
  if (end == std::string_view::npos) {
    throw RunFormatError("it is cut short");
  }
  const std::string_view body = record.substr(end + 1);
  if (record.substr(0, end + 1) != head_of(body)) {
    throw RunFormatError("it is cut short, or was changed");
  }
  return body;
}

}  // namespace orbbench::store
