/* serd.c: how fast the library of serdi writes, without reading. Reads N-Triples, keeps all
 * statements, writes them again and again to a sink that drops them, and prints how many
 * statements it has written in how many seconds of CPU.
 *
 *     serd ntriples|turtle IN
 */
#include <serd/serd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  SerdStatementFlags flags;
  SerdNode subject, predicate, object, datatype, lang;
} Statement;

static Statement *statements;
static size_t count, room;

static SerdStatus keep(void *handle, SerdStatementFlags flags, const SerdNode *graph, const SerdNode *subject,
                       const SerdNode *predicate, const SerdNode *object, const SerdNode *datatype, const SerdNode *lang) {
  (void)handle;
  (void)graph;
  if (count == room) {
    room = room ? 2 * room : 1024;
    statements = realloc(statements, room * sizeof *statements);
    if (!statements) abort();
  }
  statements[count++] = (Statement){flags, serd_node_copy(subject), serd_node_copy(predicate), serd_node_copy(object),
                                    serd_node_copy(datatype), serd_node_copy(lang)};
  return SERD_SUCCESS;
}

static size_t drop(const void *buf, size_t len, void *stream) {
  (void)buf;
  *(size_t *)stream += len;
  return len;
}

static const SerdNode *given(const SerdNode *node) { return node->type ? node : NULL; }

static void write_all(SerdSyntax syntax, SerdStyle style, size_t *bytes) {
  SerdEnv *env = serd_env_new(NULL);
  SerdWriter *writer = serd_writer_new(syntax, style, env, NULL, drop, bytes);
  for (size_t i = 0; i < count; i++) {
    Statement *s = &statements[i];
    if (serd_writer_write_statement(writer, s->flags, NULL, &s->subject, &s->predicate, &s->object, given(&s->datatype),
                                    given(&s->lang)))
      abort();
  }
  serd_writer_finish(writer);
  serd_writer_free(writer);
  serd_env_free(env);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int turtle = !strcmp(argv[1], "turtle");
  SerdReader *reader = serd_reader_new(SERD_NTRIPLES, NULL, NULL, NULL, NULL, keep, NULL);
  FILE *in = fopen(argv[2], "r");
  if (!in || serd_reader_read_file_handle(reader, in, (const uint8_t *)argv[2])) return 1;
  fclose(in);
  /* The styles are those of serdi: N-Triples as it comes, Turtle abbreviated; both in bulk. */
  SerdStyle style = turtle ? SERD_STYLE_ABBREVIATED | SERD_STYLE_CURIED | SERD_STYLE_BULK : SERD_STYLE_BULK;
  size_t bytes = 0, triples = 0;
  clock_t from = clock();
  do {
    write_all(turtle ? SERD_TURTLE : SERD_NTRIPLES, style, &bytes);
    triples += count;
  } while (clock() - from < 2 * CLOCKS_PER_SEC);
  printf("{\"triples\":%zu,\"seconds\":%f,\"bytes\":%zu}\n", triples, (double)(clock() - from) / CLOCKS_PER_SEC, bytes);
  return 0;
}
