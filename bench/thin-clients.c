/*
 * Thin WebRTC clients: ICE and DTLS as a browser does them, then RTP packets are counted by their header and never
 * decrypted. One process and one thread hold a thousand of them, so that the load weighs little beside the server.
 *
 * Commands come as lines on stdin, answers go as lines to stdout. Times are nanoseconds of CLOCK_MONOTONIC.
 *   open ID GROUP ADDRESS PORT UFRAG PASSWORD   connects one client           -> up ID TIME, then first ID TIME
 *   publish ID SSRC-AUDIO PT-AUDIO PT-VIDEO SSRC-LOW SSRC-MIDDLE SSRC-HIGH    sends microphone and camera
 *   pace ID full|idle                           idle keeps the streams alive with a packet a second
 *   close ID                                    forgets a client
 *   count GROUP                                 -> count GROUP TIME UP PACKETS BYTES AUDIO LOW MIDDLE HIGH
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CLIENTS = 8192, DATAGRAM = 2048, BATCH = 16, LAYERS = 3, TAG = 16 };

static const uint64_t MS = 1000000;
static const uint64_t SECOND = 1000000000;
/* The server drops a client that has not shown itself for 30 s. */
static const uint64_t CONSENT = 5 * 1000000000ull;
static const uint64_t STUN_RETRY = 50 * 1000000ull;
static const uint64_t KEY_FRAME_EVERY = 3 * 1000000000ull;
/* Datagrams are gathered for this long: waking up for each costs the load generator more than counting it. */
static const long GATHER_NS = 500000;
/* Padding that a server sends to probe the bandwidth is not media. */
static const uint32_t PROBE_SSRC = 1234;

/* A quiet talking head at 20 frames/s: 270 kbit/s at the top, which any server lets through before it knows the bandwidth. */
static const int OPUS_BYTES = 80;
static const int PACKETS[LAYERS] = {1, 1, 2};
static const int VP8_BYTES[LAYERS] = {300, 600, 850};
static const int KEY_FRAME_PACKETS = 6;

struct keys {
  EVP_CIPHER_CTX *cipher;
  uint8_t salt[12];
};

struct stream {
  uint32_t ssrc, timestamp, packets, bytes;
  uint16_t sequence;
  uint32_t rollover;
  uint8_t payload_type;
  bool key_frame_wanted;
  uint64_t sent;
};

struct publisher {
  struct stream audio, layers[LAYERS];
  struct keys rtp, rtcp, rtcp_in;
  uint32_t rtcp_index;
  uint64_t next_audio, next_frame, next_report, next_key_frame;
  uint32_t frame;
  bool idle;
};

struct client {
  int fd, id, group;
  enum { ICE, DTLS, UP } state;
  char username[256], password[256];
  SSL *ssl;
  uint64_t stun_at, packets, bytes;
  bool heard;
  struct publisher *publisher;
};

static struct client *clients[MAX_CLIENTS];
static SSL_CTX *context;
static int poller;

static uint64_t now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (uint64_t)at.tv_sec * SECOND + (uint64_t)at.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "thin-clients: %s\n", what);
  exit(1);
}

static void put16(uint8_t *at, uint16_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value) {
  put16(at, (uint16_t)(value >> 16));
  put16(at + 2, (uint16_t)value);
}

static uint32_t get32(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* ICE: one binding request with USE-CANDIDATE is the whole of it, because the server is ice-lite. */

static uint32_t crc32(const uint8_t *data, size_t length) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < length; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  return ~crc;
}

static size_t attribute(uint8_t *message, size_t at, uint16_t type, const void *value, size_t length) {
  put16(message + at, type);
  put16(message + at + 2, (uint16_t)length);
  memset(message + at + 4, 0, (length + 3) & ~3u);
  memcpy(message + at + 4, value, length);
  at += 4 + ((length + 3) & ~3u);
  put16(message + 2, (uint16_t)(at - 20));
  return at;
}

static void send_binding_request(struct client *client, uint64_t at) {
  static const uint8_t priority[4] = {0x6e, 0x00, 0x01, 0xff}, tie_breaker[8] = {1};
  uint8_t message[512], digest[20], check[4];
  unsigned int digest_length;

  put16(message, 0x0001);
  put16(message + 2, 0);
  put32(message + 4, 0x2112a442);
  RAND_bytes(message + 8, 12);
  size_t length = attribute(message, 20, 0x0006, client->username, strlen(client->username));
  length = attribute(message, length, 0x0024, priority, 4);
  length = attribute(message, length, 0x802a, tie_breaker, 8);
  length = attribute(message, length, 0x0025, "", 0);

  put16(message + 2, (uint16_t)(length - 20 + 24));
  HMAC(EVP_sha1(), client->password, (int)strlen(client->password), message, length, digest, &digest_length);
  length = attribute(message, length, 0x0008, digest, 20);
  put16(message + 2, (uint16_t)(length - 20 + 8));
  put32(check, crc32(message, length) ^ 0x5354554e);
  length = attribute(message, length, 0x8028, check, 4);

  send(client->fd, message, length, MSG_DONTWAIT);
  client->stun_at = at;
}

/* SRTP with AES-GCM (RFC 7714), needed by publishers alone. */

static struct keys derive(const EVP_CIPHER *gcm, const uint8_t *master, const uint8_t *salt, uint8_t label, bool seal) {
  struct keys keys = {.cipher = EVP_CIPHER_CTX_new()};
  int key_length = EVP_CIPHER_key_length(gcm), written;
  uint8_t zeros[32] = {0}, key[48], counter[16] = {0};
  EVP_CIPHER_CTX *counting = EVP_CIPHER_CTX_new();

  memcpy(counter, salt, 12);
  counter[7] ^= label;
  EVP_EncryptInit_ex(counting, key_length == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr(), NULL, master, counter);
  EVP_EncryptUpdate(counting, key, &written, zeros, key_length);

  memcpy(counter, salt, 12);
  memset(counter + 12, 0, 4);
  counter[7] ^= (uint8_t)(label + 2);
  EVP_EncryptInit_ex(counting, NULL, NULL, master, counter);
  EVP_EncryptUpdate(counting, keys.salt, &written, zeros, 12);

  EVP_CipherInit_ex(keys.cipher, gcm, NULL, key, NULL, seal);
  EVP_CIPHER_CTX_free(counting);
  return keys;
}

static void derive_keys(struct client *client) {
  struct publisher *publisher = client->publisher;
  SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile(client->ssl);
  if (profile == NULL) fail("the server chose no SRTP suite");

  const EVP_CIPHER *gcm = profile->id == SRTP_AEAD_AES_256_GCM ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
  int key = EVP_CIPHER_key_length(gcm);
  uint8_t all[2 * (32 + 12)];
  const char *label = "EXTRACTOR-dtls_srtp";
  if (SSL_export_keying_material(client->ssl, all, (size_t)(2 * (key + 12)), label, strlen(label), NULL, 0, 0) != 1)
    fail("no SRTP keys");

  publisher->rtp = derive(gcm, all, all + 2 * key, 0, true);
  publisher->rtcp = derive(gcm, all, all + 2 * key, 3, true);
  publisher->rtcp_in = derive(gcm, all + key, all + 2 * key + 12, 3, false);
}

static void nonce(uint8_t iv[12], const struct keys *keys, uint32_t ssrc, uint64_t index) {
  memset(iv, 0, 12);
  put32(iv + 2, ssrc);
  put16(iv + 6, (uint16_t)(index >> 32));
  put32(iv + 8, (uint32_t)index);
  for (int i = 0; i < 12; i++) iv[i] ^= keys->salt[i];
}

static void send_rtp(struct client *client, struct stream *stream, const uint8_t *head, int head_length, int length, bool marker) {
  struct publisher *publisher = client->publisher;
  uint8_t packet[DATAGRAM], iv[12];
  int written;

  packet[0] = 0x80;
  packet[1] = (uint8_t)(stream->payload_type | (marker ? 0x80 : 0));
  put16(packet + 2, stream->sequence);
  put32(packet + 4, stream->timestamp);
  put32(packet + 8, stream->ssrc);
  memset(packet + 12, 0x5a, (size_t)length);
  memcpy(packet + 12, head, (size_t)head_length);

  nonce(iv, &publisher->rtp, stream->ssrc, (uint64_t)stream->rollover << 16 | stream->sequence);
  EVP_EncryptInit_ex(publisher->rtp.cipher, NULL, NULL, NULL, iv);
  EVP_EncryptUpdate(publisher->rtp.cipher, NULL, &written, packet, 12);
  EVP_EncryptUpdate(publisher->rtp.cipher, packet + 12, &written, packet + 12, length);
  EVP_EncryptFinal_ex(publisher->rtp.cipher, packet + 12 + length, &written);
  EVP_CIPHER_CTX_ctrl(publisher->rtp.cipher, EVP_CTRL_GCM_GET_TAG, TAG, packet + 12 + length);
  send(client->fd, packet, (size_t)(12 + length + TAG), MSG_DONTWAIT);

  stream->rollover += ++stream->sequence == 0;
  stream->packets += 1;
  stream->bytes += (uint32_t)length;
  stream->sent += 1;
}

/* Without sender reports a server cannot line up the timestamps of two layers and never switches between them. */
static void send_report(struct client *client, struct stream *stream, int clock_rate, uint64_t at) {
  struct publisher *publisher = client->publisher;
  uint8_t packet[28 + TAG + 4], iv[12], *index = packet + 28 + TAG;
  int written;

  put32(packet, 0x80c80006);
  put32(packet + 4, stream->ssrc);
  put32(packet + 8, (uint32_t)(at / SECOND) + 2208988800u);
  put32(packet + 12, (uint32_t)(((at % SECOND) << 32) / SECOND));
  put32(packet + 16, (uint32_t)(at / 1000 * (uint64_t)clock_rate / 1000000));
  put32(packet + 20, stream->packets);
  put32(packet + 24, stream->bytes);
  put32(index, 0x80000000u | publisher->rtcp_index);

  nonce(iv, &publisher->rtcp, stream->ssrc, publisher->rtcp_index++);
  EVP_EncryptInit_ex(publisher->rtcp.cipher, NULL, NULL, NULL, iv);
  EVP_EncryptUpdate(publisher->rtcp.cipher, NULL, &written, packet, 8);
  EVP_EncryptUpdate(publisher->rtcp.cipher, NULL, &written, index, 4);
  EVP_EncryptUpdate(publisher->rtcp.cipher, packet + 8, &written, packet + 8, 20);
  EVP_EncryptFinal_ex(publisher->rtcp.cipher, packet + 28, &written);
  EVP_CIPHER_CTX_ctrl(publisher->rtcp.cipher, EVP_CTRL_GCM_GET_TAG, TAG, packet + 28);
  send(client->fd, packet, sizeof packet, MSG_DONTWAIT);
}

/* A picture loss indication or a full intra request, alone or inside a compound packet, brings a key frame. */
static void heed_report(struct publisher *publisher, uint8_t *packet, int length) {
  uint8_t iv[12];
  int written, body = length - 8 - TAG - 4;
  if (body < 0) return;

  nonce(iv, &publisher->rtcp_in, get32(packet + 4), get32(packet + length - 4) & 0x7fffffff);
  EVP_DecryptInit_ex(publisher->rtcp_in.cipher, NULL, NULL, NULL, iv);
  EVP_DecryptUpdate(publisher->rtcp_in.cipher, NULL, &written, packet, 8);
  EVP_DecryptUpdate(publisher->rtcp_in.cipher, NULL, &written, packet + length - 4, 4);
  EVP_DecryptUpdate(publisher->rtcp_in.cipher, packet + 8, &written, packet + 8, body);
  EVP_CIPHER_CTX_ctrl(publisher->rtcp_in.cipher, EVP_CTRL_GCM_SET_TAG, TAG, packet + 8 + body);
  if (EVP_DecryptFinal_ex(publisher->rtcp_in.cipher, packet + 8 + body, &written) != 1) fail("a report does not decrypt");

  for (int at = 0; at + 12 <= 8 + body;) {
    int format = packet[at] & 31, size = 4 * ((packet[at + 2] << 8 | packet[at + 3]) + 1);
    uint32_t media = get32(packet + at + 8);
    if (packet[at + 1] == 206 && format == 4 && at + 16 <= 8 + body) media = get32(packet + at + 12);
    for (int layer = 0; layer < LAYERS; layer++) {
      struct stream *stream = &publisher->layers[layer];
      if (packet[at + 1] == 206 && (format == 1 || format == 4) && stream->ssrc == media) stream->key_frame_wanted = true;
    }
    at += size;
  }
}

/* The pretended camera and microphone. */

static void send_frame(struct client *client, int layer, uint64_t at) {
  static const uint8_t temporal_layers[4] = {0, 2, 1, 2};
  struct publisher *publisher = client->publisher;
  struct stream *stream = &publisher->layers[layer];
  bool key_frame = stream->key_frame_wanted;
  int packets = key_frame ? KEY_FRAME_PACKETS : publisher->idle ? 1 : PACKETS[layer];
  uint8_t tid = key_frame ? 0 : temporal_layers[publisher->frame & 3];
  uint16_t picture = (uint16_t)(publisher->frame | 0x8000);

  stream->timestamp = (uint32_t)(at / 1000 * 90 / 1000);
  for (int i = 0; i < packets; i++) {
    const uint8_t head[7] = {
      (uint8_t)(i == 0 ? 0x90 : 0x80), 0xe0, (uint8_t)(picture >> 8), (uint8_t)picture,
      (uint8_t)(publisher->frame >> 2), (uint8_t)(tid << 6 | (tid != 0) << 5), (uint8_t)(i == 0 && key_frame ? 0x10 : 0x11),
    };
    send_rtp(client, stream, head, sizeof head, VP8_BYTES[layer], i == packets - 1);
  }
  stream->key_frame_wanted = false;
}

static void publish(struct client *client, uint64_t at) {
  struct publisher *publisher = client->publisher;
  uint64_t audio_step = publisher->idle ? SECOND : 20 * MS, frame_step = publisher->idle ? SECOND : SECOND / 20;

  if (at >= publisher->next_report) {
    publisher->next_report = at + SECOND / 2;
    send_report(client, &publisher->audio, 48000, at);
    for (int layer = 0; layer < LAYERS; layer++) send_report(client, &publisher->layers[layer], 90000, at);
  }
  if (at >= publisher->next_audio) {
    publisher->next_audio = at - publisher->next_audio > 5 * audio_step ? at + audio_step : publisher->next_audio + audio_step;
    publisher->audio.timestamp = (uint32_t)(at / 1000 * 48 / 1000);
    send_rtp(client, &publisher->audio, (const uint8_t[]){0xfc}, 1, OPUS_BYTES, false);
  }
  if (at >= publisher->next_frame) {
    publisher->next_frame = at - publisher->next_frame > 5 * frame_step ? at + frame_step : publisher->next_frame + frame_step;
    bool key_frames = at >= publisher->next_key_frame && !publisher->idle;
    if (key_frames) publisher->next_key_frame = at + KEY_FRAME_EVERY;
    for (int layer = 0; layer < LAYERS; layer++) {
      publisher->layers[layer].key_frame_wanted |= key_frames;
      send_frame(client, layer, at);
    }
    publisher->frame += 1;
  }
}

/* DTLS. */

static void make_context(void) {
  EVP_PKEY *key = EVP_EC_gen("P-256");
  X509 *certificate = X509_new();
  uint8_t digest[32];
  unsigned int length;

  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, (const uint8_t *)"thin", -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());

  context = SSL_CTX_new(DTLS_client_method());
  SSL_CTX_use_certificate(context, certificate);
  SSL_CTX_use_PrivateKey(context, key);
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
  if (SSL_CTX_set_tlsext_use_srtp(context, "SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM") != 0) fail("no SRTP suites");

  X509_digest(certificate, EVP_sha256(), digest, &length);
  printf("ready ");
  for (unsigned int i = 0; i < length; i++) printf(i == 0 ? "%02X" : ":%02X", digest[i]);
  printf("\n");
}

static void shake_hands(struct client *client, uint64_t at) {
  uint8_t out[8192];
  bool done = SSL_do_handshake(client->ssl) == 1;
  int length = BIO_read(SSL_get_wbio(client->ssl), out, sizeof out);

  ERR_clear_error();
  if (length > 0) send(client->fd, out, (size_t)length, MSG_DONTWAIT);
  if (!done || client->state == UP) return;
  client->state = UP;
  if (client->publisher != NULL) derive_keys(client);
  printf("up %d %llu\n", client->id, (unsigned long long)at);
}

static void start_dtls(struct client *client, uint64_t at) {
  client->state = DTLS;
  client->ssl = SSL_new(context);
  SSL_set_bio(client->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_options(client->ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu(client->ssl, 1200);
  SSL_set_connect_state(client->ssl);
  shake_hands(client, at);
}

/* What arrives. */

static void count_media(struct client *client, uint8_t *packet, int length, uint64_t at) {
  bool is_report = packet[1] >= 192 && packet[1] <= 223;
  if (is_report && client->publisher != NULL && client->state == UP) heed_report(client->publisher, packet, length);
  if (is_report || get32(packet + 8) == PROBE_SSRC) return;

  client->packets += 1;
  client->bytes += (uint64_t)length;
  if (!client->heard) printf("first %d %llu\n", client->id, (unsigned long long)at);
  client->heard = true;
}

static void receive(struct client *client, uint64_t at) {
  static uint8_t buffers[BATCH][DATAGRAM];
  static struct iovec vectors[BATCH];
  static struct mmsghdr messages[BATCH];

  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){buffers[i], DATAGRAM};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
  }
  int count = recvmmsg(client->fd, messages, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count; i++) {
    int length = (int)messages[i].msg_len;
    uint8_t first = length > 11 ? buffers[i][0] : 255;
    if (first >= 128 && first <= 191) count_media(client, buffers[i], length, at);
    else if (first >= 20 && first <= 63 && client->ssl != NULL) BIO_write(SSL_get_rbio(client->ssl), buffers[i], length), shake_hands(client, at);
    else if (first < 4 && client->state == ICE && buffers[i][0] == 1) start_dtls(client, at);
  }
}

static void keep_alive(struct client *client, uint64_t at) {
  if (at - client->stun_at >= (client->state == ICE ? STUN_RETRY : CONSENT)) send_binding_request(client, at);
  if (client->state == DTLS && DTLSv1_handle_timeout(client->ssl) == 1) shake_hands(client, at);
}

/* Commands. */

static void open_client(int id, int group, const char *address, int port, const char *ufrag, const char *password) {
  struct client *client = calloc(1, sizeof *client);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  int buffer = 1 << 20;

  if (id < 0 || id >= MAX_CLIENTS || clients[id] != NULL) fail("this id cannot be opened");
  inet_pton(AF_INET, address, &to.sin_addr);
  client->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&to, sizeof to) != 0) fail("no socket for a client");
  client->id = id;
  client->group = group;
  snprintf(client->username, sizeof client->username, "%s:thin", ufrag);
  snprintf(client->password, sizeof client->password, "%s", password);
  clients[id] = client;
  epoll_ctl(poller, EPOLL_CTL_ADD, client->fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = client});
  send_binding_request(client, now());
}

static void start_publishing(struct client *client, const unsigned int *numbers) {
  struct publisher *publisher = calloc(1, sizeof *publisher);
  uint64_t at = now();

  publisher->audio = (struct stream){.ssrc = numbers[0], .payload_type = (uint8_t)numbers[1], .sequence = 1};
  for (int layer = 0; layer < LAYERS; layer++) {
    struct stream *stream = &publisher->layers[layer];
    *stream = (struct stream){.ssrc = numbers[3 + layer], .payload_type = (uint8_t)numbers[2], .sequence = 1};
  }
  publisher->next_audio = publisher->next_frame = publisher->next_report = publisher->next_key_frame = at;
  client->publisher = publisher;
  if (client->state == UP) derive_keys(client);
}

static void close_client(struct client *client) {
  clients[client->id] = NULL;
  close(client->fd);
  if (client->ssl != NULL) SSL_free(client->ssl);
  if (client->publisher != NULL) {
    EVP_CIPHER_CTX_free(client->publisher->rtp.cipher);
    EVP_CIPHER_CTX_free(client->publisher->rtcp.cipher);
    EVP_CIPHER_CTX_free(client->publisher->rtcp_in.cipher);
  }
  free(client->publisher);
  free(client);
}

static void count_group(int group) {
  unsigned long long up = 0, packets = 0, bytes = 0, audio = 0, layers[LAYERS] = {0};

  for (int id = 0; id < MAX_CLIENTS; id++) {
    struct client *client = clients[id];
    if (client == NULL || client->group != group) continue;
    else if (client->publisher == NULL) {
      up += client->state == UP;
      packets += client->packets;
      bytes += client->bytes;
    } else {
      audio += client->publisher->audio.sent;
      for (int layer = 0; layer < LAYERS; layer++) layers[layer] += client->publisher->layers[layer].sent;
    }
  }
  printf("count %d %llu %llu %llu %llu %llu %llu %llu %llu\n", group, (unsigned long long)now(), up, packets, bytes,
         audio, layers[0], layers[1], layers[2]);
}

static void obey(const char *line) {
  char address[64], ufrag[128], password[128], word[16];
  int id, group, port;
  unsigned int numbers[6];

  if (sscanf(line, "open %d %d %63s %d %127s %127s", &id, &group, address, &port, ufrag, password) == 6)
    open_client(id, group, address, port, ufrag, password);
  else if (sscanf(line, "publish %d %u %u %u %u %u %u", &id, numbers, numbers + 1, numbers + 2, numbers + 3, numbers + 4, numbers + 5) == 7)
    start_publishing(clients[id], numbers);
  else if (sscanf(line, "pace %d %15s", &id, word) == 2) {
    struct publisher *publisher = clients[id]->publisher;
    publisher->idle = strcmp(word, "idle") == 0;
    publisher->next_audio = publisher->next_frame = publisher->next_key_frame = now();
  } else if (sscanf(line, "close %d", &id) == 1) close_client(clients[id]);
  else if (sscanf(line, "count %d", &group) == 1) count_group(group);
  else fail(line);
}

static void read_commands(void) {
  static char buffer[1 << 16];
  static size_t held;

  ssize_t got = read(0, buffer + held, sizeof buffer - 1 - held);
  if (got == 0) exit(0);
  if (got < 0) return;
  held += (size_t)got;
  buffer[held] = 0;
  char *line = buffer;
  for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
    *end = 0;
    obey(line);
  }
  held -= (size_t)(line - buffer);
  memmove(buffer, line, held);
}

int main(void) {
  struct epoll_event events[512];
  uint64_t alive_at = 0;

  make_context();
  poller = epoll_create1(0);
  fcntl(0, F_SETFL, O_NONBLOCK);
  epoll_ctl(poller, EPOLL_CTL_ADD, 0, &(struct epoll_event){.events = EPOLLIN});
  for (;;) {
    fflush(stdout);
    nanosleep(&(struct timespec){.tv_nsec = GATHER_NS}, NULL);
    int ready = epoll_wait(poller, events, 512, 1);
    uint64_t at = now();
    bool commands = false;
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == NULL) commands = true;
      else receive(events[i].data.ptr, at);
    }
    bool check = at - alive_at >= 10 * MS;
    if (check) alive_at = at;
    for (int id = 0; id < MAX_CLIENTS; id++) {
      struct client *client = clients[id];
      if (client != NULL && check) keep_alive(client, at);
      if (client != NULL && client->publisher != NULL && client->state == UP) publish(client, at);
    }
    /* Last, because a command may close a client that an event of this round names. */
    if (commands) read_commands();
  }
}
