def test_x(browser):
    r = browser.client.get("/nowhere")
    assert r.status_code == 404
