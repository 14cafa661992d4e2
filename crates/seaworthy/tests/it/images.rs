//! What pictures of products promise.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

fn drawing(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn add(client: &Client, id: &str, alt: &str, name: &str, bytes: &[u8]) -> Answer {
    client.upload(&format!("/api/v1/products/{id}/images"), &[("alt", alt)], name, bytes).await
}

async fn kept(t: &TestApp) -> (i64, i64) {
    let files = "select count(*) from files";
    let images = "select count(*) from product_images";
    (t.scalar("acme", files).await, t.scalar("acme", images).await)
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("{path} in {value}"))
}

#[tokio::test]
async fn a_picture_becomes_two_files_and_belongs_to_its_product() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let id = text(&product, "/id");
    // What it is called does not matter, what it is does.
    let made = add(&owner, id, " A  blue net ", "net.jpeg", &drawing(640, 480)).await.expect(201);
    assert_eq!(made.header("etag"), Some("\"v2\""));
    let made = made.json();
    let image = &made["images"][0];
    assert_eq!((&image["width"], &image["height"]), (&json!(640), &json!(480)));
    assert_eq!((&image["alt"], &image["position"]), (&json!("A blue net"), &json!(1)));
    assert_eq!(kept(&t).await, (2, 1));
    for (file, size) in [("file_id", (640, 480)), ("thumbnail_id", (320, 240))] {
        let path = format!("/files/{}", image[file].as_str().unwrap());
        let answer = owner.get(&path).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("image/png"));
        let seen = image::load_from_memory(&answer.body).unwrap();
        assert_eq!((seen.width(), seen.height()), size);
    }
    let thumbnail = text(image, "/thumbnail_id");
    let list = owner.get("/api/v1/products").await.expect(200).json();
    assert_eq!(text(&list, "/items/0/thumbnail_id"), thumbnail);
    for page in ["/admin/products".to_owned(), format!("/admin/products/{id}")] {
        let page = owner.get(&page).await.expect(200).text();
        assert!(page.contains(&format!("/files/{thumbnail}")), "{page}");
    }
    let audited = "select count(*) from audit_log where action = 'catalog.add_image'";
    assert_eq!(t.scalar::<i64>("acme", audited).await, 1);
}

#[tokio::test]
async fn pictures_are_put_in_order_and_deleted_with_their_files() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let id = text(&product, "/id");
    for alt in ["one", "two", "three"] {
        let _ = add(&owner, id, alt, "net.png", &drawing(8, 8)).await.expect(201);
    }
    let seen = owner.get(&format!("/api/v1/products/{id}")).await.expect(200).json();
    let of = |n: usize| format!("/products/{id}/images/{}", text(&seen["images"][n], "/id"));
    let _ = owner.post_form(&format!("/admin{}/first", of(2)), &[]).await.expect(303);
    let seen_again = owner.delete(&format!("/api/v1{}", of(0))).await.expect(200).json();
    let order: Vec<_> = seen_again["images"].as_array().unwrap().iter().collect();
    let order: Vec<_> = order.iter().map(|i| (text(i, "/alt"), &i["position"])).collect();
    assert_eq!(order, [("three", &json!(1)), ("two", &json!(2))]);
    owner.delete(&format!("/api/v1{}", of(0))).await.refused(404, "not_found");
    assert_eq!(kept(&t).await, (4, 2));
    let gone = format!("/files/{}", text(&seen["images"][0], "/file_id"));
    let _ = owner.get(&gone).await.expect(404);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_nothing_of_it_stays() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let id = text(&product, "/id");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for bytes in [&b"This is a text."[..], svg, &drawing(64, 64)[..50]] {
        let answer = add(&owner, id, "", "net.png", bytes).await;
        answer.refused(422, "not_an_image");
        assert_eq!(text(&answer.json(), "/fields/0/path"), "file");
    }
    add(&owner, id, "", "net.png", b"").await.refused(422, "invalid");
    let long = "x".repeat(301);
    add(&owner, id, &long, "net.png", &drawing(8, 8)).await.refused(422, "invalid");
    let path = format!("/admin/products/{id}/images");
    let page = owner.upload(&path, &[("alt", "My net")], "net.png", b"text").await.expect(422);
    assert!(page.text().contains("My net"), "{}", page.text());
    assert!(page.text().contains("no picture that can be read"), "{}", page.text());
    assert_eq!(kept(&t).await, (0, 0));
}

#[tokio::test]
async fn a_picture_that_would_fill_the_memory_is_refused_by_its_head() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let id = text(&product, "/id");
    // A GIF of 65535 by 65535 pixels in a few bytes.
    let mut bomb = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    bomb.extend_from_slice(b",\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;");
    add(&owner, id, "", "net.gif", &bomb).await.refused(422, "image_too_large");
    // A PNG of 7000 by 6000 pixels, all of one colour.
    let wide = drawing(7000, 6000);
    assert!(wide.len() < 1_000_000, "{}", wide.len());
    add(&owner, id, "", "net.png", &wide).await.refused(422, "image_too_large");
    let heavy = [drawing(8, 8), vec![0; 10_000_000]].concat();
    add(&owner, id, "", "net.png", &heavy).await.refused(422, "image_too_large");
    assert_eq!(kept(&t).await, (0, 0));
}

#[tokio::test]
async fn the_same_picture_sent_twice_from_a_page_is_added_once() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let path = format!("/admin/products/{}/images", text(&product, "/id"));
    let fields = [("id", "0199e1a0-0000-7000-8000-000000000001"), ("alt", "")];
    for _ in 0..2 {
        let _ = owner.upload(&path, &fields, "net.png", &drawing(8, 8)).await.expect(303);
    }
    assert_eq!(kept(&t).await, (2, 1));
}

#[tokio::test]
async fn pictures_of_another_company_and_of_another_product_are_not_found() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let other_product = t.product("acme", "NET-2", "10").await;
    let id = text(&product, "/id");
    let made = add(&owner, id, "", "net.png", &drawing(8, 8)).await.expect(201).json();
    let image = text(&made["images"][0], "/id");
    let other = t.as_user("padma", "owner").await;
    add(&other, id, "", "net.png", &drawing(8, 8)).await.refused(404, "not_found");
    let path = format!("/api/v1/products/{id}/images/{image}");
    other.delete(&path).await.refused(404, "not_found");
    other.post(&format!("{path}/first"), &json!({})).await.refused(404, "not_found");
    let astray = format!("/api/v1/products/{}/images/{image}", text(&other_product, "/id"));
    owner.delete(&astray).await.refused(404, "not_found");
    let viewer = t.as_user("acme", "viewer").await;
    add(&viewer, id, "", "net.png", &drawing(8, 8)).await.refused(403, "not_permitted");
    assert_eq!(kept(&t).await, (2, 1));
}
