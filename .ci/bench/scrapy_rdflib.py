"""A literature list with Scrapy and rdflib: scrapy_rdflib.py BASE DIR ADDRESSES.

Scrapy hands the entries on as items, and a pipeline makes the graph of them.
"""

import pathlib
import sys

import scrapy
from scrapy.crawler import CrawlerProcess

import records


class Lists(scrapy.Spider):
    name = 'lists'

    def parse(self, response):
        for article in response.css('article.publikasjon'):
            texts = [records.clean(''.join(p.xpath('.//text()').getall())) for p in article.css('p')]
            yield {
                'page': response.url,
                'title': records.clean(''.join(article.xpath('h3//text()').getall())),
                'type_line': texts[0],
                'description': '\n'.join(texts[1:]),
                'link': response.urljoin(article.css('h3 a::attr(href)').get()),
            }


class Publish:
    def open_spider(self, spider):
        self.publication = records.Publication(spider.base)

    def process_item(self, item, spider):
        self.publication.add(**item)
        return item

    def close_spider(self, spider):
        self.publication.write(spider.directory)


def main(base, directory, addresses):
    process = CrawlerProcess({
        'ITEM_PIPELINES': {Publish: 1}, 'LOG_LEVEL': 'WARNING', 'TELNETCONSOLE_ENABLED': False,
        'DOWNLOAD_MAXSIZE': 0, 'DOWNLOAD_WARNSIZE': 0,
        'REQUEST_FINGERPRINTER_IMPLEMENTATION': '2.7',
    })
    process.crawl(Lists, base=base, directory=directory, start_urls=pathlib.Path(addresses).read_text().split())
    process.start()


if __name__ == '__main__':
    main(*sys.argv[1:])
