#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace orbbench::orb_client {

/// Sends an id along with every call that this thread makes in the scope, so that what several
/// processes did for one request can be found again. The calls carry it in a GIOP service context
/// (CORBA 3.3 part 2, 9.7.1) of id kCorrelationContext, whose data is an encapsulation of one CDR
/// string; an ORB that does not know the context ignores it. Scopes nest: the inner one's id
/// counts. To be destroyed by the thread that made it, in the reverse order of making.
class CorrelationScope {
 public:
  static constexpr std::size_t kMaxOctets = 128;

  /// Throws ConfigError for an id that is empty, longer than 128 octets, or not printable ASCII.
  explicit CorrelationScope(std::string_view id);
  ~CorrelationScope();
  CorrelationScope(const CorrelationScope&) = delete;
  CorrelationScope& operator=(const CorrelationScope&) = delete;

  /// The id of this thread's innermost scope; nothing outside of any.
  static const std::string* current();

 private:
  const std::string id_;
  const std::string* const outer_;
};

/// "OBB" and 1: in the half of the id space that is for vendors. Not registered with the OMG.
inline constexpr std::uint32_t kCorrelationContext = 0x4f424201;

}  // namespace orbbench::orb_client
