#include "zone_file.hpp"

#include <cstdint>

#include "orbbench/work/calendar.hpp"
#include "zone_rule.hpp"

namespace orbbench::work {
namespace {

using namespace std::chrono;

/// Before any instant that is asked for, and far from the end of what can be counted.
constexpr sys_seconds kBeginning = sys_days(year(1) / January / 1);

class ZoneReader {
 public:
  ZoneReader(const std::string& octets, const std::string& zone) : octets_(octets), zone_(zone) {}

  std::vector<TimeZone::Change> read() {
    constexpr std::size_t kSecondVersionTime = 8;
    const Head first = read_head();
    skip(first.times * 5 + first.types * 6 + first.names + first.leaps * 8 + first.indicators);
    const Head head = read_head();
    const std::size_t data = place_;
    skip(head.times * (kSecondVersionTime + 1) + head.types * 6 + head.names + head.leaps * 12 +
         head.indicators);
    std::vector<TimeZone::Change> changes = changes_of(head, data);
    append_changes(changes, footer(), zone_);
    return changes;
  }

 private:
  struct Head {
    std::size_t indicators = 0;
    std::size_t leaps = 0;
    std::size_t times = 0;
    std::size_t types = 0;
    std::size_t names = 0;
  };

  [[noreturn]] void fail() const {
    throw CalendarError("the system's file of time zone '" + zone_ + "' cannot be read");
  }

  void skip(std::size_t count) {
    if (count > octets_.size() - place_) {
      fail();
    }
    place_ += count;
  }

  /// Big-endian, signed.
  std::int64_t number(std::size_t place, std::size_t size) const {
    std::uint64_t value = (static_cast<unsigned char>(octets_[place]) & 0x80U) != 0 ? ~0ULL : 0;
    for (std::size_t i = 0; i < size; ++i) {
      value = value << 8U | static_cast<unsigned char>(octets_[place + i]);
    }
    return static_cast<std::int64_t>(value);
  }

  Head read_head() {
    constexpr std::size_t kSize = 44;
    const std::size_t start = place_;
    skip(kSize);
    if (octets_.compare(start, 4, "TZif") != 0 || octets_[start + 4] < '2') {
      fail();
    }
    const auto count = [&](std::size_t index) {
      return static_cast<std::size_t>(number(start + 20 + 4 * index, 4)) & 0xFFFFFFFFU;
    };
    return {count(0) + count(1), count(2), count(3), count(4), count(5)};
  }

  std::vector<TimeZone::Change> changes_of(const Head& head, std::size_t data) const {
    const std::size_t kinds = data + head.times * 8;
    const std::size_t types = kinds + head.times;
    const auto offset = [&](std::size_t type) {
      if (type >= head.types) {
        fail();
      }
      return seconds(number(types + type * 6, 4));
    };
    std::vector<TimeZone::Change> changes{{kBeginning, offset(0)}};
    for (std::size_t i = 0; i < head.times; ++i) {
      const sys_seconds at{seconds(number(data + i * 8, 8))};
      // Some files begin with the Big Bang.
      if (at > changes.back().at) {
        changes.push_back({at, offset(static_cast<unsigned char>(octets_[kinds + i]))});
      }
    }
    return changes;
  }

  /// A line of its own, after an empty one.
  std::string footer() const {
    const std::size_t start = place_ + 1;
    const std::size_t end = octets_.find('\n', start);
    if (place_ >= octets_.size() || octets_[place_] != '\n' || end == std::string::npos) {
      fail();
    }
    return octets_.substr(start, end - start);
  }

  const std::string& octets_;
  const std::string& zone_;
  std::size_t place_ = 0;
};

}  // namespace

std::vector<TimeZone::Change> read_zone_file(const std::string& octets, const std::string& zone) {
  return ZoneReader(octets, zone).read();
}

}  // namespace orbbench::work
