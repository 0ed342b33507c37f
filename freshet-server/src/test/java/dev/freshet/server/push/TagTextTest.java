package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.StringColumn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "m | ~~",
                "m,a=1 | a=1",
                "m,a=1,b=2 | a=1, b=2",
                "m,b=2,a=1 | a=1, b=2",
                "m,a=1,a=2 | a=2",
                "m,a=2,b=1,a=1 | a=1, b=1",
                "m,ü=ß,z=1 | z=1, ü=ß",
                "m,a\\ b=c\\ d | a b=c d",
                "m,a=C:\\x | a=C:\\x",
                "m,a=say\\ \"hi\" | a=say \"hi\"",
                "m,a=x\\,y | {a=\"x,y\"}",
                "m,a=x\\,\\ y,b=1 | {a=\"x, y\", b=\"1\"}",
                "m,a=x\\=y | {a=\"x=y\"}",
                "m,a=\"x\"\\,y | {a=\"'x',y\"}",
                "m,a=\\\\=1,b=2\\,3 | {a=\"\\=1\", b=\"2,3\"}",
                "m,{a=1 | {{a=\"1\"}"
            })
    void tagsBecomeTextThatTheBrowserReads(String series, String text) {
        PushResult result = Push.convert(series + " v=1 0", Push.LABELS);

        assertThat(
                        ((StringColumn)
                                        result.frames()
                                                .getFirst()
                                                .frame()
                                                .fields()
                                                .getFirst()
                                                .column())
                                .value(0))
                .isEqualTo(text);
    }
}
