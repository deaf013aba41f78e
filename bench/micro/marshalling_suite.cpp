#include <omniORB4/CORBA.h>

#include <cstring>
#include <string>
#include <vector>

#include "floor.hpp"
#include "suites.hpp"

namespace orbbench::bench {
namespace {

/// Octets copied once. The copy is half a page off: loads and stores whose addresses agree in their
/// last twelve bits wait for each other.
Floor copy_floor(std::size_t size) {
  constexpr std::size_t kPage = 4096;
  const std::size_t distance = (size + kPage - 1) / kPage * kPage + kPage / 2;
  return repeated([buffer = std::vector<char>(distance + size, 'x'), distance, size]() mutable {
    std::memcpy(buffer.data() + distance, buffer.data(), size);
    benchmark::DoNotOptimize(buffer.data());
    benchmark::ClobberMemory();
  });
}

void count_octets(benchmark::State& state, std::size_t octets) {
  state.SetBytesProcessed(static_cast<std::int64_t>(octets) * state.iterations());
}

/// `write(stream)` makes the octets, `read(stream)` the value of them. The stream is made once: its
/// buffer has its size from the first time on.
template <class Write, class Read>
void add_value(const std::string& name, std::size_t size, Write write, Read read) {
  const std::string suffix = name + "/" + std::to_string(size);
  add_work("marshal/" + suffix, [write](auto& state) {
    cdrMemoryStream stream;
    write(stream);
    const std::size_t octets = stream.bufSize();
    measure_work(state, copy_floor(octets), [&] {
      stream.rewindPtrs();
      write(stream);
    });
    count_octets(state, octets);
  });
  add_work("unmarshal/" + suffix, [write, read](auto& state) {
    cdrMemoryStream stream;
    write(stream);
    const std::size_t octets = stream.bufSize();
    measure_work(state, copy_floor(octets), [&] {
      stream.rewindInputPtr();
      read(stream);
    });
    count_octets(state, octets);
  });
}

template <class Value>
void read_value(cdrStream& stream) {
  Value value;
  value <<= stream;
  benchmark::DoNotOptimize(&value);
}

void add_string(std::size_t size) {
  add_value(
      "string", size,
      [text = std::string(size, 'x')](cdrStream& stream) { stream.marshalString(text.c_str()); },
      [](cdrStream& stream) {
        const CORBA::String_var text = stream.unmarshalString();
        benchmark::DoNotOptimize(text.in());
      });
}

void add_octets(std::size_t size) {
  OrbCore::Octets octets;
  octets.length(static_cast<CORBA::ULong>(size));
  add_value(
      "octets", size, [octets](cdrStream& stream) { octets >>= stream; },
      read_value<OrbCore::Octets>);
}

void add_samples(std::size_t size) {
  OrbCore::Samples samples;
  samples.length(static_cast<CORBA::ULong>(count_samples(size)));
  for (CORBA::ULong i = 0; i < samples.length(); ++i) {
    samples[i].name = static_cast<const char*>("sample");
    samples[i].reading = 0.5;
    samples[i].sequence_number = 1;
  }
  add_value(
      "samples", size, [samples](cdrStream& stream) { samples >>= stream; },
      read_value<OrbCore::Samples>);
}

void add_any(std::size_t size) {
  CORBA::Any any;
  any <<= std::string(size, 'x').c_str();
  add_value(
      "any", size, [any](cdrStream& stream) { any >>= stream; }, read_value<CORBA::Any>);
}

}  // namespace

void add_marshalling() {
  for (const std::size_t size : {16UL, 1UL << 10, 64UL << 10}) {
    add_string(size);
    add_octets(size);
    add_samples(size);
    add_any(size);
  }
}

}  // namespace orbbench::bench
