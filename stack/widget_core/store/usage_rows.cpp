#include "store/usage_rows.hpp"

#include <array>
#include <cstdio>

#include "orbbench/metrics/hdr_histogram_codec.hpp"

namespace orbbench::widget_core {
namespace {

using metrics::LatencyHistogram;

pqxx::binarystring octets_of(const LatencyHistogram& histogram) {
  const auto octets = metrics::encode_hdr(histogram);
  return {octets.data(), octets.size()};
}

LatencyHistogram histogram_of(const pqxx::field& field) {
  const pqxx::binarystring octets(field);
  return metrics::decode_hdr({octets.data(), octets.size()});
}

/// Its row is there after this, and locked.
LatencyHistogram lock_response_times(pqxx::work& work, const UsagePlace& place) {
  work.exec_params0(
      "INSERT INTO usage_daily (tenant_id, day, operation, histogram) "
      "VALUES ($1, $2::date, $3, $4) ON CONFLICT DO NOTHING",
      place.tenant_id, to_text(place.day), place.operation, octets_of({}));
  const auto row = work.exec_params1(
      "SELECT histogram FROM usage_daily WHERE tenant_id = $1 AND day = $2::date AND "
      "operation = $3 FOR UPDATE",
      place.tenant_id, to_text(place.day), place.operation);
  return histogram_of(row[0]);
}

}  // namespace

std::string to_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

bool begin_batch(pqxx::work& work, const std::string& writer, std::int64_t number) {
  if (number == 1) {
    work.exec0("DELETE FROM usage_writers WHERE written_at < now() - interval '7 days'");
  }
  return work.exec_params(
                 "INSERT INTO usage_writers (writer, last_batch) VALUES ($1, $2) "
                 "ON CONFLICT (writer) DO UPDATE SET last_batch = excluded.last_batch, "
                 "written_at = now() WHERE usage_writers.last_batch < excluded.last_batch",
                 writer, number)
             .affected_rows() == 1;
}

void add_usage(pqxx::work& work, const UsagePlace& place, const UsageSums& sums) {
  LatencyHistogram response_times = lock_response_times(work, place);
  response_times.merge(sums.response_times);
  work.exec_params0(
      "UPDATE usage_daily SET calls = calls + $4, errors = errors + $5, "
      "octets_in = octets_in + $6, octets_out = octets_out + $7, histogram = $8 "
      "WHERE tenant_id = $1 AND day = $2::date AND operation = $3",
      place.tenant_id, to_text(place.day), place.operation, sums.calls, sums.errors, sums.octets_in,
      sums.octets_out, octets_of(response_times));
}

void read_usage(
    pqxx::work& work, std::int64_t tenant_id, const UsageRange& range,
    const std::function<void(const std::string&, const std::string&, const UsageSums&)>& take) {
  for (const auto& row : work.exec_params(
           "SELECT day, operation, calls, errors, octets_in, octets_out, histogram "
           "FROM usage_daily WHERE tenant_id = $1 AND day BETWEEN $2::date AND $3::date "
           "ORDER BY day, operation",
           tenant_id, to_text(range.from), to_text(range.to))) {
    UsageSums sums;
    sums.calls = row[2].as<std::uint64_t>();
    sums.errors = row[3].as<std::uint64_t>();
    sums.octets_in = row[4].as<std::uint64_t>();
    sums.octets_out = row[5].as<std::uint64_t>();
    sums.response_times = histogram_of(row[6]);
    take(row[0].c_str(), row[1].c_str(), sums);
  }
}

}  // namespace orbbench::widget_core
